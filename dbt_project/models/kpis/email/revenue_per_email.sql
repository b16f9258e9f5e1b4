{{ kpi(
    ref('fct_email_sends'),
    numerator='sum(revenue_reporting)',
    denominator='sum(delivered)',
    dimensions=['list_name as list']
) }}
