{# Each post as Hootsuite read it on each day, and from then on as it read it last. #}
with

young as (
    select * from {{ ref('stg_hootsuite__post_snapshots') }}
),

seen as (
    select * from young
    union all
    select posts.*
    from {{ ref('stg_hootsuite__posts') }} as posts
    left join young
        on posts.account_id = young.account_id and posts.post_id = young.post_id and posts.seen_on = young.seen_on
    where young.post_id is null
)

select
    'hootsuite' as platform,
    profiles.network,
    seen.account_id,
    seen.profile_id,
    seen.post_id,
    seen.seen_on,
    seen.published_at,
    seen.date_day,
    case
        when seen.hootsuite_post_type like '%REEL%' then 'reel'
        when seen.hootsuite_post_type like '%STORY%' then 'story'
        when seen.hootsuite_post_type like '%CAROUSEL%' or seen.hootsuite_post_type like '%ALBUM%' then 'carousel'
        when seen.hootsuite_post_type like '%VIDEO%' then 'video'
        when seen.hootsuite_post_type like '%PHOTO%' or seen.hootsuite_post_type like '%IMAGE%' then 'photo'
        when seen.hootsuite_post_type like '%LINK%' then 'link'
        else 'other'
    end as post_type,
    seen.is_boosted as is_paid,
    seen.url,
    cast(seen.views as bigint) as impressions,
    cast(null as bigint) as reach,
    cast(null as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(seen.likes as bigint) as likes,
    cast(seen.comments as bigint) as comments,
    cast(null as bigint) as shares,
    cast(null as bigint) as saves,
    cast(seen.clicks as bigint) as clicks
from seen
left join {{ ref('stg_hootsuite__social_profiles') }} as profiles on seen.account_id = profiles.account_id
