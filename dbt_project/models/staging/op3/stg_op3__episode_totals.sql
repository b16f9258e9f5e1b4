with totals as (
    {{ latest_snapshot(source('op3', 'episode_totals')) }}
)

select
    _account as account_id,
    "itemGuid" as episode_guid,
    title as episode_title,
    pubdate as published_at,
    downloads1 as downloads_1_day,
    downloads3 as downloads_3_days,
    downloads7 as downloads_7_days,
    downloads30 as downloads_30_days,
    "downloadsAll" as downloads,
    _loaded_at as loaded_at
from totals
