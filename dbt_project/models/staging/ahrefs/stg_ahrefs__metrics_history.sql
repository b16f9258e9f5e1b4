with metrics as (
    select * from {{ source('ahrefs', 'metrics_history') }}
)

select
    _account as account_id,
    date as date_day,
    target,
    mode,
    coalesce(nullif(country, ''), 'all') as country,
    org_traffic as organic_traffic,
    cast(cast(org_cost as {{ type_double() }}) / 100 as {{ type_money() }}) as organic_cost,
    _loaded_at as loaded_at
from metrics
