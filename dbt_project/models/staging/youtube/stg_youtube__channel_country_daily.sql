with report as (
    select * from {{ source('youtube', 'channel_country_daily') }}
)

select
    _account as account_id,
    day as date_day,
    country,
    views,
    "estimatedMinutesWatched" * 60 as watch_time_seconds,
    "subscribersGained" as subscribers_gained,
    _loaded_at as loaded_at
from report
