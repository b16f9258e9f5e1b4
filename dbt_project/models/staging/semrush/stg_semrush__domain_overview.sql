with ranks as (
    select * from {{ source('semrush', 'domain_overview') }}
)

select
    _account as account_id,
    "Dt" as date_day,
    domain,
    database,
    "Rk" as domain_rank,
    "X0" as keywords_top_3,
    "X0" + "X1" as keywords_top_10,
    "X0" + "X1" + "X2" as keywords_top_20,
    "Or" as keywords_top_100,
    "Ot" as organic_traffic,
    cast("Oc" as {{ type_money() }}) as organic_cost,
    "Ad" as paid_keywords,
    "At" as paid_traffic,
    cast("Ac" as {{ type_money() }}) as paid_cost,
    _loaded_at as loaded_at
from ranks
