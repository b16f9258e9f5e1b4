{{ kpi(
    ref('fct_email_sends'),
    numerator='sum(unique_opens)',
    denominator='sum(delivered)',
    dimensions=['list_name as list']
) }}
