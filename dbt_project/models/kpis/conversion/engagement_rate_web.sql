{{ kpi(
    ref('fct_web_daily'),
    numerator='sum(engaged_sessions)',
    denominator='sum(sessions)',
    dimensions=['channel_group as channel']
) }}

union all

{{ kpi(
    ref('fct_web_device_daily'),
    numerator='sum(engaged_sessions)',
    denominator='sum(sessions)',
    dimensions=['device'],
    with_total=false
) }}
