{# Each post as it was seen on the days of its first month, and from then on as it was seen last. #}
with

young as (
    select * from {{ ref('stg_facebook_pages__post_snapshots') }}
),

seen as (
    select * from young
    union all
    select posts.*
    from {{ ref('stg_facebook_pages__posts') }} as posts
    left join young
        on posts.account_id = young.account_id and posts.post_id = young.post_id and posts.seen_on = young.seen_on
    where young.post_id is null
)

select
    'facebook_pages' as platform,
    'facebook' as network,
    account_id,
    profile_id,
    post_id,
    seen_on,
    published_at,
    date_day,
    case status_type
        when 'added_photos' then 'photo'
        when 'added_video' then 'video'
        when 'shared_story' then 'link'
        when 'mobile_status_update' then 'text'
        else 'other'
    end as post_type,
    cast(null as boolean) as is_paid,
    url,
    cast(views as bigint) as impressions,
    cast(viewers as bigint) as reach,
    cast(null as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(reactions as bigint) as likes,
    cast(comments as bigint) as comments,
    cast(shares as bigint) as shares,
    cast(null as bigint) as saves,
    cast(clicks as bigint) as clicks
from seen
