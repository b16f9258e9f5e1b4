{{ kpi(
    ref('fct_search_query_daily'),
    numerator='sum(clicks)',
    where="search_type = 'web' and is_brand"
) }}
