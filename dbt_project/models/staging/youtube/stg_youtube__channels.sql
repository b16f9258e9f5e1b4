with channels as (
    select * from {{ source('youtube', 'channels') }}
)

select
    _account as account_id,
    _day as date_day,
    "snippet.title" as channel_name,
    "snippet.customUrl" as handle,
    "snippet.publishedAt" as created_at,
    "snippet.country" as country,
    case when "statistics.hiddenSubscriberCount" then null else "statistics.subscriberCount" end as subscribers,
    "statistics.viewCount" as views,
    "statistics.videoCount" as videos,
    _loaded_at as loaded_at
from channels
