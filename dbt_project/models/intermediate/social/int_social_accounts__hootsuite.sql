{# Which metrics there are differs by network and is not documented. These two are named in Hootsuite's own schema; the
   others lie in staging under the names that the networks gave them. #}
with

days as (
    select
        account_id,
        profile_id,
        date_day,
        max(case when metric = 'total_followers' then value end) as followers,
        max(case when metric = 'page_reactions' then value end) as reactions
    from {{ ref('stg_hootsuite__profile_daily') }}
    where breakdown = 'total'
    group by account_id, profile_id, date_day
),

day_before as (
    select account_id, followers, cast({{ dbt.dateadd('day', 1, 'date_day') }} as date) as day_after
    from days
),

published as (
    select account_id, date_day, count(*) as posts
    from {{ ref('stg_hootsuite__posts') }}
    group by account_id, date_day
)

select
    'hootsuite' as platform,
    profiles.network,
    days.date_day,
    days.account_id,
    days.profile_id,
    profiles.profile_name,
    cast(days.followers as bigint) as followers,
    cast(null as bigint) as followers_gained,
    cast(null as bigint) as followers_lost,
    cast(days.followers - day_before.followers as bigint) as net_new_followers,
    cast(null as bigint) as impressions,
    cast(null as bigint) as reach,
    cast(null as bigint) as profile_views,
    cast(null as bigint) as engagements,
    cast(days.reactions as bigint) as likes,
    cast(null as bigint) as comments,
    cast(null as bigint) as shares,
    cast(null as bigint) as saves,
    cast(null as bigint) as clicks,
    cast(null as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(coalesce(published.posts, 0) as bigint) as posts_published
from days
left join day_before on days.account_id = day_before.account_id and days.date_day = day_before.day_after
left join {{ ref('stg_hootsuite__social_profiles') }} as profiles on days.account_id = profiles.account_id
left join published on days.account_id = published.account_id and days.date_day = published.date_day
