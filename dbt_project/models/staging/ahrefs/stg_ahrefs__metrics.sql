with metrics as (
    {{ latest_version(source('ahrefs', 'metrics'), ['_account', 'country', 'date'], '_day') }}
)

select
    _account as account_id,
    date as date_day,
    target,
    mode,
    coalesce(nullif(country, ''), 'all') as country,
    org_keywords as organic_keywords,
    org_keywords_1_3 as organic_keywords_top_3,
    org_traffic as organic_traffic,
    cast(cast(org_cost as {{ type_double() }}) / 100 as {{ type_money() }}) as organic_cost,
    paid_keywords,
    paid_traffic,
    cast(cast(paid_cost as {{ type_double() }}) / 100 as {{ type_money() }}) as paid_cost,
    paid_pages,
    _loaded_at as loaded_at
from metrics
