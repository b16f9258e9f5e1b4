{{ kpi(
    ref('fct_email_sends'),
    numerator='sum(delivered)',
    denominator='sum(emails_sent)',
    dimensions=['list_name as list']
) }}
