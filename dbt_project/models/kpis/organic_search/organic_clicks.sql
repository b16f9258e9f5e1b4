{{ kpi(
    ref('fct_search_daily'),
    numerator='sum(clicks)',
    where="search_type = 'web'"
) }}

union all

{{ kpi(
    ref('fct_search_device_daily'),
    numerator='sum(clicks)',
    dimensions=['device'],
    where="search_type = 'web'",
    with_total=false
) }}

union all

{{ kpi(
    ref('fct_search_country_daily'),
    numerator='sum(clicks)',
    dimensions=['country'],
    where="search_type = 'web'",
    with_total=false
) }}

union all

{{ kpi(
    ref('fct_search_page_daily'),
    numerator='sum(clicks)',
    dimensions=['page_group'],
    where="search_type = 'web'",
    with_total=false
) }}
