with episodes as (
    {{ latest_snapshot(source('transistor', 'episodes')) }}
)

select
    _account as account_id,
    id as episode_id,
    title as episode_title,
    season,
    number as episode_number,
    status,
    type as episode_type,
    published_at,
    duration as duration_seconds,
    share_url as url,
    _loaded_at as loaded_at
from episodes
