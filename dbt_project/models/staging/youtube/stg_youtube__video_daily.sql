with report as (
    select * from {{ source('youtube', 'video_daily') }}
)

select
    _account as account_id,
    day as date_day,
    video as video_id,
    views,
    "engagedViews" as engaged_views,
    "estimatedMinutesWatched" * 60 as watch_time_seconds,
    likes,
    comments,
    shares,
    "subscribersGained" as subscribers_gained,
    "subscribersLost" as subscribers_lost,
    _loaded_at as loaded_at
from report
