with podcast_audience as (
    {{ latest_snapshot(source('files', 'podcast_audience')) }}
)

select
    _account as account_id,
    row_number as row_id,
    date_day,
    coalesce(lower(trim(platform)), _account) as platform,
    coalesce(show_name, _account) as show_name,
    coalesce(episode_id, episode_title) as episode_id,
    coalesce(episode_title, episode_id) as episode_title,
    downloads,
    starts,
    plays,
    listeners,
    followers,
    _loaded_at as loaded_at
from podcast_audience
