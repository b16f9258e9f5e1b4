with downloads as (
    select * from {{ source('op3', 'downloads_daily') }}
)

select
    _account as account_id,
    date as date_day,
    "episodeId" as episode_id,
    coalesce(nullif("countryCode", ''), '(not set)') as country,
    coalesce(nullif("deviceType", ''), '(not set)') as device,
    coalesce(nullif("agentName", ''), '(not set)') as app,
    downloads,
    listeners,
    _loaded_at as loaded_at
from downloads
