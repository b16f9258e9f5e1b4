{# Each post as it was seen on the days of its first month, and from then on as it was seen last; stories while they
   were live. Instagram counts what came without ads. #}
with

young as (
    select * from {{ ref('stg_instagram__media_snapshots') }}
    union all
    select * from {{ ref('stg_instagram__stories') }}
),

seen as (
    select * from young
    union all
    select media.*
    from {{ ref('stg_instagram__media') }} as media
    left join young
        on media.account_id = young.account_id and media.post_id = young.post_id and media.seen_on = young.seen_on
    where young.post_id is null
)

select
    'instagram' as platform,
    'instagram' as network,
    account_id,
    profile_id,
    post_id,
    seen_on,
    published_at,
    date_day,
    case
        when media_product_type = 'STORY' then 'story'
        when media_product_type = 'REELS' then 'reel'
        when media_type = 'CAROUSEL_ALBUM' then 'carousel'
        when media_type = 'IMAGE' then 'photo'
        when media_type = 'VIDEO' then 'video'
        else 'other'
    end as post_type,
    false as is_paid,
    url,
    cast(views as bigint) as impressions,
    cast(reach as bigint) as reach,
    cast(case when media_type = 'VIDEO' then views end as bigint) as video_views,
    cast(watch_time_seconds as {{ type_double() }}) as watch_time_seconds,
    cast(likes as bigint) as likes,
    cast(comments as bigint) as comments,
    cast(shares as bigint) as shares,
    cast(saves as bigint) as saves,
    cast(null as bigint) as clicks
from seen
