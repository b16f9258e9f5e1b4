with days as (
    select * from {{ source('sprout_social', 'profile_daily') }}
)

select
    _account as account_id,
    customer_profile_id,
    reporting_period as date_day,
    "metrics.lifetime_snapshot.followers_count" as followers,
    "metrics.net_follower_growth" as net_new_followers,
    "metrics.followers_gained" as followers_gained,
    "metrics.followers_lost" as followers_lost,
    "metrics.posts_sent_count" as posts_published,
    "metrics.impressions" as impressions,
    "metrics.impressions_unique" as reach,
    "metrics.reactions" as reactions,
    "metrics.likes" as likes,
    "metrics.comments_count" as comments,
    "metrics.shares_count" as shares,
    "metrics.saves" as saves,
    "metrics.post_link_clicks" as link_clicks,
    "metrics.post_content_clicks" as content_clicks,
    "metrics.post_content_clicks_other" as other_clicks,
    "metrics.video_views" as video_views,
    -- TikTok has names of its own, whose figures seem to be running totals: never added up.
    "metrics.likes_total" as likes_total,
    "metrics.comments_count_total" as comments_total,
    "metrics.shares_count_total" as shares_total,
    "metrics.video_views_total" as video_views_total,
    "metrics.profile_views_total" as profile_views_total,
    _loaded_at as loaded_at
from days
