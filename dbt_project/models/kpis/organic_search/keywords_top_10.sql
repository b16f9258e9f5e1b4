{{ kpi(
    ref('fct_search_query_daily'),
    numerator='sum(case when position_sum <= 10 * impressions then 1 else 0 end)',
    where="search_type = 'web' and is_brand is not null"
) }}
