{{ kpi(
    ref('fct_web_device_daily'),
    numerator='sum(converting_sessions)',
    denominator='sum(sessions)',
    dimensions=['device']
) }}

union all

{{ kpi(
    ref('fct_landing_page_daily'),
    numerator='sum(converting_sessions)',
    denominator='sum(sessions)',
    dimensions=['channel_group as channel'],
    with_total=false
) }}
