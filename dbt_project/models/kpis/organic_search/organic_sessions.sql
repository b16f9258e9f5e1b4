{{ kpi(
    ref('fct_web_daily'),
    numerator='sum(sessions)',
    dimensions=['source'],
    where="channel_group = 'Organic Search'"
) }}
