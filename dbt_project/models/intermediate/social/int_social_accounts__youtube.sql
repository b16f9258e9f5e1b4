{# Video views are engaged views: what YouTube calls a view changed in 2025-03 (Shorts) and 2026-08 (all), and a trend
   must not show that. Subscribers are told as of now only, so there are some from the first day of loading on. #}
with

figures as (
    select * from {{ ref('stg_youtube__channel_daily') }}
),

channels as (
    select * from {{ ref('stg_youtube__channels') }}
),

names as (
    select * from {{ ref('stg_youtube__accounts') }}
),

published as (
    select
        account_id,
        date_day,
        count(*) as videos
    from {{ ref('stg_youtube__videos') }}
    where privacy_status <> 'private'
    group by account_id, date_day
),

days as (
    select account_id, date_day from figures
    union
    select account_id, date_day from channels
)

select
    'youtube' as platform,
    'youtube' as network,
    days.date_day,
    days.account_id,
    days.account_id as profile_id,
    names.account_name as profile_name,
    cast(channels.subscribers as bigint) as followers,
    cast(figures.subscribers_gained as bigint) as followers_gained,
    cast(figures.subscribers_lost as bigint) as followers_lost,
    cast(figures.subscribers_gained - figures.subscribers_lost as bigint) as net_new_followers,
    cast(null as bigint) as impressions,
    cast(null as bigint) as reach,
    cast(null as bigint) as profile_views,
    cast(figures.likes + figures.comments + figures.shares as bigint) as engagements,
    cast(figures.likes as bigint) as likes,
    cast(figures.comments as bigint) as comments,
    cast(figures.shares as bigint) as shares,
    cast(null as bigint) as saves,
    cast(null as bigint) as clicks,
    cast(figures.engaged_views as bigint) as video_views,
    cast(figures.watch_time_seconds as {{ type_double() }}) as watch_time_seconds,
    cast(coalesce(published.videos, 0) as bigint) as posts_published
from days
left join figures on days.account_id = figures.account_id and days.date_day = figures.date_day
left join channels on days.account_id = channels.account_id and days.date_day = channels.date_day
left join published on days.account_id = published.account_id and days.date_day = published.date_day
left join names on days.account_id = names.account_id
