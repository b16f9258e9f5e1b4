{# LinkedIn tells four things of a day, each in its own time: a day is here as soon as it has told one of them.
   Its change of followers is the balance of those who came and those who left. Reach is only told of single posts. #}
with

days as (
    select account_id, date_day from {{ ref('stg_linkedin_pages__share_daily') }}
    union distinct
    select account_id, date_day from {{ ref('stg_linkedin_pages__followers_daily') }}
    union distinct
    select account_id, date_day from {{ ref('stg_linkedin_pages__views_daily') }}
    union distinct
    select account_id, date_day from {{ ref('stg_linkedin_pages__followers') }}
),

published as (
    select account_id, date_day, count(*) as posts
    from {{ ref('stg_linkedin_pages__posts') }}
    where status = 'PUBLISHED'
    group by account_id, date_day
)

select
    'linkedin_pages' as platform,
    'linkedin' as network,
    days.date_day,
    days.account_id,
    days.account_id as profile_id,
    accounts.account_name as profile_name,
    cast(followers.followers as bigint) as followers,
    cast(null as bigint) as followers_gained,
    cast(null as bigint) as followers_lost,
    cast(gains.organic_followers_gained + gains.paid_followers_gained as bigint) as net_new_followers,
    cast(shares.impressions as bigint) as impressions,
    cast(null as bigint) as reach,
    cast(views.page_views as bigint) as profile_views,
    cast(shares.likes + shares.comments + shares.shares + shares.clicks as bigint) as engagements,
    cast(shares.likes as bigint) as likes,
    cast(shares.comments as bigint) as comments,
    cast(shares.shares as bigint) as shares,
    cast(null as bigint) as saves,
    cast(shares.clicks as bigint) as clicks,
    cast(null as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(coalesce(published.posts, 0) as bigint) as posts_published
from days
left join {{ ref('stg_linkedin_pages__accounts') }} as accounts on days.account_id = accounts.account_id
left join {{ ref('stg_linkedin_pages__share_daily') }} as shares
    on days.account_id = shares.account_id and days.date_day = shares.date_day
left join {{ ref('stg_linkedin_pages__followers_daily') }} as gains
    on days.account_id = gains.account_id and days.date_day = gains.date_day
left join {{ ref('stg_linkedin_pages__views_daily') }} as views
    on days.account_id = views.account_id and days.date_day = views.date_day
left join {{ ref('stg_linkedin_pages__followers') }} as followers
    on days.account_id = followers.account_id and days.date_day = followers.date_day
left join published on days.account_id = published.account_id and days.date_day = published.date_day
