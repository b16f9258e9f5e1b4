{{ kpi(
    ref('fct_web_daily'),
    numerator='sum(sessions)',
    where="channel_group = 'Direct'"
) }}
