with days as (
    select * from {{ source('linkedin_pages', 'share_daily') }}
)

select
    _account as account_id,
    "date" as date_day,
    "totalShareStatistics.impressionCount" as impressions,
    "totalShareStatistics.clickCount" as clicks,
    "totalShareStatistics.likeCount" as likes,
    "totalShareStatistics.commentCount" as comments,
    "totalShareStatistics.shareCount" as shares,
    "totalShareStatistics.shareMentionsCount" as share_mentions,
    "totalShareStatistics.commentMentionsCount" as comment_mentions,
    _loaded_at as loaded_at
from days
