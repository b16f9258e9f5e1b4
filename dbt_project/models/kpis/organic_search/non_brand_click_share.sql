{{ kpi(
    ref('fct_search_query_daily'),
    numerator='sum(case when not is_brand then clicks else 0 end)',
    denominator='sum(clicks)',
    where="search_type = 'web' and is_brand is not null"
) }}
