{# Meta tells the figures of a day two days late, and of followers only how many there are now: nobody knows how many
   there were before the first snapshot. Views stand where other networks count impressions, which they replaced. #}
with

days as (
    select account_id, profile_id, date_day from {{ ref('stg_instagram__account_daily') }}
    union distinct
    select account_id, profile_id, date_day from {{ ref('stg_instagram__new_followers_daily') }}
    union distinct
    select account_id, profile_id, date_day from {{ ref('stg_instagram__profiles') }}
),

published as (
    select account_id, date_day, count(distinct post_id) as posts
    from {{ ref('int_social_posts__instagram') }}
    where post_type <> 'story'
    group by account_id, date_day
)

select
    'instagram' as platform,
    'instagram' as network,
    days.date_day,
    days.account_id,
    days.profile_id,
    accounts.account_name as profile_name,
    cast(seen.followers as bigint) as followers,
    cast(coalesce(told.followers_gained, gains.followers_gained) as bigint) as followers_gained,
    cast(told.followers_lost as bigint) as followers_lost,
    cast(told.followers_gained - told.followers_lost as bigint) as net_new_followers,
    cast(told.views as bigint) as impressions,
    cast(told.reach as bigint) as reach,
    cast(null as bigint) as profile_views,
    cast(told.total_interactions as bigint) as engagements,
    cast(told.likes as bigint) as likes,
    cast(told.comments as bigint) as comments,
    cast(told.shares as bigint) as shares,
    cast(told.saves as bigint) as saves,
    cast(told.profile_links_taps as bigint) as clicks,
    cast(null as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(
        case
            when days.date_day < {{ day_in_zone('accounts.loaded_at', 'accounts.time_zone') }}
                then coalesce(published.posts, 0)
        end as bigint
    ) as posts_published
from days
left join {{ ref('stg_instagram__accounts') }} as accounts on days.account_id = accounts.account_id
left join {{ ref('stg_instagram__account_daily') }} as told
    on days.account_id = told.account_id and days.date_day = told.date_day
left join {{ ref('stg_instagram__new_followers_daily') }} as gains
    on days.account_id = gains.account_id and days.date_day = gains.date_day
left join {{ ref('stg_instagram__profiles') }} as seen
    on days.account_id = seen.account_id and days.date_day = seen.date_day
left join published on days.account_id = published.account_id and days.date_day = published.date_day
