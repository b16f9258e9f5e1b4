{{ kpi(
    ref('fct_tickets'),
    numerator='sum(first_reply_minutes)',
    denominator='count(first_reply_minutes)',
    dimensions=['channel', 'priority']
) }}
