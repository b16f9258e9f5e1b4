{{ kpi(
    ref('fct_landing_page_daily'),
    numerator='sum(sessions)',
    dimensions=['landing_page as page', 'channel_group as channel'],
    where='is_content'
) }}
