with positions as (
    select * from {{ source('semrush', 'tracked_positions') }}
)

select
    _account as account_id,
    date as date_day,
    url as url_mask,
    "Pi" as keyword_id,
    "Ph" as keyword,
    "Dt" as position,
    "Vi" / 100 as visibility,
    "Sov" as share_of_voice,
    "Tr" as traffic,
    "Tc" as traffic_cost,
    "Nq" as search_volume,
    cast("Cp" as {{ type_money() }}) as cpc,
    "Lu" as landing_page,
    "Tg" as tags,
    "In" as intents,
    _loaded_at as loaded_at
from positions
