{# Meta tells the figures of a day two days late; until then there are the followers whom a snapshot saw on it.
   Views stand where other networks count impressions: Facebook replaced the one by the other. #}
with

days as (
    select account_id, profile_id, date_day from {{ ref('stg_facebook_pages__page_daily') }}
    union distinct
    select account_id, profile_id, date_day from {{ ref('stg_facebook_pages__pages') }}
),

published as (
    select account_id, date_day, count(distinct post_id) as posts
    from {{ ref('int_social_posts__facebook_pages') }}
    group by account_id, date_day
)

select
    'facebook_pages' as platform,
    'facebook' as network,
    days.date_day,
    days.account_id,
    days.profile_id,
    accounts.account_name as profile_name,
    cast(coalesce(told.followers, seen.followers) as bigint) as followers,
    cast(told.followers_gained as bigint) as followers_gained,
    cast(told.followers_lost as bigint) as followers_lost,
    cast(told.followers_gained - told.followers_lost as bigint) as net_new_followers,
    cast(told.views as bigint) as impressions,
    cast(told.viewers as bigint) as reach,
    cast(told.profile_views as bigint) as profile_views,
    cast(told.engagements as bigint) as engagements,
    cast(told.reactions as bigint) as likes,
    cast(null as bigint) as comments,
    cast(null as bigint) as shares,
    cast(null as bigint) as saves,
    cast(null as bigint) as clicks,
    cast(told.video_views as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(
        case
            when days.date_day < {{ day_in_zone('accounts.loaded_at', 'accounts.time_zone') }}
                then coalesce(published.posts, 0)
        end as bigint
    ) as posts_published
from days
left join {{ ref('stg_facebook_pages__accounts') }} as accounts on days.account_id = accounts.account_id
left join {{ ref('stg_facebook_pages__page_daily') }} as told
    on days.account_id = told.account_id and days.date_day = told.date_day
left join {{ ref('stg_facebook_pages__pages') }} as seen
    on days.account_id = seen.account_id and days.date_day = seen.date_day
left join published on days.account_id = published.account_id and days.date_day = published.date_day
