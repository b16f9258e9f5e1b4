with snapshots as (
    select * from {{ source('linkedin_pages', 'post_statistics') }}
)

select
    _account as account_id,
    _day as seen_on,
    post as post_id,
    "publishedAt" as published_at,
    "totalShareStatistics.uniqueImpressionsCount" as reach,
    "totalShareStatistics.impressionCount" as impressions,
    "totalShareStatistics.clickCount" as clicks,
    "totalShareStatistics.likeCount" as likes,
    "totalShareStatistics.commentCount" as comments,
    "totalShareStatistics.shareCount" as shares,
    "totalShareStatistics.shareMentionsCount" as share_mentions,
    "totalShareStatistics.commentMentionsCount" as comment_mentions,
    _loaded_at as loaded_at
from snapshots
