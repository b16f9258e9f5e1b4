{{ kpi(
    ref('fct_web_daily'),
    numerator="sum(case when channel_group = 'AI Assistant' then sessions else 0 end)",
    denominator='sum(sessions)',
    where="channel_group in ('AI Assistant', 'Organic Search')"
) }}
