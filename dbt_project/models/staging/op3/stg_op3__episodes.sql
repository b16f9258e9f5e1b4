with episodes as (
    {{ latest_snapshot(source('op3', 'episodes')) }}
)

select
    _account as account_id,
    id as episode_id,
    title as episode_title,
    pubdate as published_at,
    _loaded_at as loaded_at
from episodes
