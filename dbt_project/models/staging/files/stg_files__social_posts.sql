with

social_posts as (
    {{ latest_snapshot(source('files', 'social_posts')) }}
)

select
    social_posts._account as account_id,
    social_posts.post_id,
    coalesce(social_posts.network, social_posts._account) as platform,
    social_posts.published_at,
    {{ day_in_zone('social_posts.published_at', "coalesce(accounts.time_zone, 'UTC')") }} as date_day,
    social_posts.post_type,
    social_posts.campaign,
    social_posts.url,
    social_posts.is_paid,
    social_posts.followers,
    social_posts.reach,
    social_posts.impressions,
    social_posts.engaged_users,
    social_posts.likes,
    social_posts.comments,
    social_posts.shares,
    social_posts.saves,
    social_posts.clicks,
    social_posts.video_views,
    social_posts.watch_seconds,
    social_posts._loaded_at as loaded_at
from social_posts
left join {{ ref('stg_files__accounts') }} as accounts on social_posts._account = accounts.account_id
