{{ kpi(
    ref('fct_search_daily'),
    numerator='sum(impressions)',
    where="search_type = 'web'"
) }}

union all

{{ kpi(
    ref('fct_search_device_daily'),
    numerator='sum(impressions)',
    dimensions=['device'],
    where="search_type = 'web'",
    with_total=false
) }}

union all

{{ kpi(
    ref('fct_search_country_daily'),
    numerator='sum(impressions)',
    dimensions=['country'],
    where="search_type = 'web'",
    with_total=false
) }}

union all

{{ kpi(
    ref('fct_search_page_daily'),
    numerator='sum(impressions)',
    dimensions=['page_group'],
    where="search_type = 'web'",
    with_total=false
) }}
