with report as (
    select * from {{ source('youtube', 'channel_traffic_daily') }}
)

select
    _account as account_id,
    day as date_day,
    "insightTrafficSourceType" as traffic_source,
    views,
    "engagedViews" as engaged_views,
    "estimatedMinutesWatched" * 60 as watch_time_seconds,
    _loaded_at as loaded_at
from report
