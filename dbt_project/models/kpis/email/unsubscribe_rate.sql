{{ kpi(
    ref('fct_email_sends'),
    numerator='sum(unsubscribed)',
    denominator='sum(delivered)',
    dimensions=['list_name as list']
) }}
