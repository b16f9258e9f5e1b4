{{ kpi(
    ref('fct_landing_page_daily'),
    numerator='sum(engagement_seconds) / 60',
    denominator='sum(sessions)',
    dimensions=['landing_page as page', 'channel_group as channel'],
    where='is_content'
) }}
