{{ kpi(
    ref('fct_landing_page_daily'),
    numerator='sum(converting_sessions)',
    denominator='sum(sessions)',
    dimensions=['landing_page'],
    where="landing_page <> '(not set)'"
) }}
