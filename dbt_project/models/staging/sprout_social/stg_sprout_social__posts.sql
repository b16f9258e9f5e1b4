with posts as (
    select * from {{ source('sprout_social', 'posts') }}
),

accounts as (
    select * from {{ ref('stg_sprout_social__accounts') }}
)

select
    posts._account as account_id,
    posts.customer_profile_id,
    posts.guid,
    -- Sprout writes its own word for the kind before the network's id.
    substring(posts.guid, {{ dbt.position("':'", 'posts.guid') }} + 1) as post_id,
    posts.created_time as published_at,
    {{ day_in_zone('posts.created_time', 'accounts.time_zone') }} as date_day,
    cast(posts._loaded_at as date) as seen_on,
    posts.post_type as sprout_post_type,
    posts.perma_link as url,
    posts."metrics.lifetime.impressions" as impressions,
    posts."metrics.lifetime.impressions_unique" as reach,
    posts."metrics.lifetime.reactions" as reactions,
    posts."metrics.lifetime.likes" as likes,
    posts."metrics.lifetime.comments_count" as comments,
    posts."metrics.lifetime.shares_count" as shares,
    posts."metrics.lifetime.saves" as saves,
    posts."metrics.lifetime.post_link_clicks" as link_clicks,
    posts."metrics.lifetime.post_content_clicks" as content_clicks,
    posts."metrics.lifetime.video_views" as video_views,
    posts."metrics.lifetime.video_view_time" as video_view_time,
    posts._loaded_at as loaded_at
from posts
left join accounts on posts._account = accounts.account_id
