select
    'sprout_social' as platform,
    profiles.network,
    posts.account_id,
    profiles.profile_id,
    posts.post_id,
    posts.seen_on,
    posts.published_at,
    posts.date_day,
    case
        when posts.sprout_post_type like '%REEL%' then 'reel'
        when posts.sprout_post_type like '%STORY%' then 'story'
        when posts.sprout_post_type like '%VIDEO%' or posts.sprout_post_type = 'TIKTOK_POST' then 'video'
        -- Of most posts Sprout says the network and not the form.
        else 'other'
    end as post_type,
    cast(null as boolean) as is_paid,
    posts.url,
    cast(posts.impressions as bigint) as impressions,
    cast(posts.reach as bigint) as reach,
    cast(posts.video_views as bigint) as video_views,
    -- The unit of Sprout's view time is not documented.
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(coalesce(posts.reactions, posts.likes) as bigint) as likes,
    cast(posts.comments as bigint) as comments,
    cast(posts.shares as bigint) as shares,
    cast(posts.saves as bigint) as saves,
    cast(coalesce(posts.link_clicks, posts.content_clicks) as bigint) as clicks
from {{ ref('stg_sprout_social__posts') }} as posts
left join {{ ref('stg_sprout_social__profiles') }} as profiles
    on posts.account_id = profiles.account_id and posts.customer_profile_id = profiles.customer_profile_id
