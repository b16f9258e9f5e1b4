{# What a network does not tell Sprout is null. TikTok's likes, comments, shares and views have names of their own and
   seem to be running totals: they stay in staging. #}
select
    'sprout_social' as platform,
    profiles.network,
    days.date_day,
    days.account_id,
    profiles.profile_id,
    profiles.profile_name,
    cast(days.followers as bigint) as followers,
    cast(days.followers_gained as bigint) as followers_gained,
    cast(days.followers_lost as bigint) as followers_lost,
    cast(days.net_new_followers as bigint) as net_new_followers,
    cast(days.impressions as bigint) as impressions,
    cast(days.reach as bigint) as reach,
    cast(null as bigint) as profile_views,
    cast(
        days.reactions + days.comments + days.shares + coalesce(days.saves, 0)
        + coalesce(days.link_clicks + coalesce(days.other_clicks, 0), days.content_clicks, 0) as bigint
    ) as engagements,
    cast(days.reactions as bigint) as likes,
    cast(days.comments as bigint) as comments,
    cast(days.shares as bigint) as shares,
    cast(days.saves as bigint) as saves,
    cast(coalesce(days.link_clicks, days.content_clicks) as bigint) as clicks,
    cast(days.video_views as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(days.posts_published as bigint) as posts_published
from {{ ref('stg_sprout_social__profile_daily') }} as days
left join {{ ref('stg_sprout_social__profiles') }} as profiles
    on days.account_id = profiles.account_id and days.customer_profile_id = profiles.customer_profile_id
