{{ kpi(
    ref('fct_email_sends'),
    numerator='sum(unique_clicks)',
    denominator='sum(unique_opens)',
    dimensions=['list_name as list']
) }}
