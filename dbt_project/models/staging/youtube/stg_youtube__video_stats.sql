with stats as (
    select * from {{ source('youtube', 'video_stats') }}
)

select
    _account as account_id,
    id as video_id,
    _day as seen_on,
    "statistics.viewCount" as views,
    "statistics.likeCount" as likes,
    "statistics.commentCount" as comments,
    _loaded_at as loaded_at
from stats
