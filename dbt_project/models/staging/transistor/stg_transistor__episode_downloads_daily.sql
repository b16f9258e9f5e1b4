with downloads as (
    select * from {{ source('transistor', 'episode_downloads_daily') }}
)

select
    _account as account_id,
    date as date_day,
    episode_id,
    title as episode_title,
    downloads,
    _loaded_at as loaded_at
from downloads
