with positions as (
    select * from {{ source('semrush', 'keyword_positions') }}
)

select
    _account as account_id,
    _day as date_day,
    domain,
    database,
    "Ph" as keyword,
    "Ur" as url,
    -- Semrush writes 0 where a page does not rank.
    nullif("Po", 0) as position,
    nullif("Pp", 0) as previous_position,
    "Nq" as search_volume,
    cast("Cp" as {{ type_money() }}) as cpc,
    "Co" as competition,
    "Kd" as keyword_difficulty,
    "Tg" as traffic,
    "Tr" / 100 as traffic_share,
    "In" as intents,
    "Fk" as serp_features,
    _loaded_at as loaded_at
from positions
