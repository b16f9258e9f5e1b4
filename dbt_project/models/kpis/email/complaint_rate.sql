{{ kpi(
    ref('fct_email_sends'),
    numerator='sum(abuse_reports)',
    denominator='sum(delivered)',
    dimensions=['list_name as list']
) }}
