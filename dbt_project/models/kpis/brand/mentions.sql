{{ kpi(
    ref('fct_social_messages_daily'),
    numerator='sum(mentions)',
    dimensions=['network']
) }}
