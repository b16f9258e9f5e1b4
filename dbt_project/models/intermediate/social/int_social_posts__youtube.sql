{# Lifetime counters know views of all kinds only; engaged views are told by day, in int_videos. #}
select
    'youtube' as platform,
    'youtube' as network,
    stats.account_id,
    stats.account_id as profile_id,
    stats.video_id as post_id,
    stats.seen_on,
    videos.published_at,
    videos.date_day,
    'video' as post_type,
    cast(null as boolean) as is_paid,
    'https://www.youtube.com/watch?v=' || stats.video_id as url,
    cast(null as bigint) as impressions,
    cast(null as bigint) as reach,
    cast(stats.views as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(stats.likes as bigint) as likes,
    cast(stats.comments as bigint) as comments,
    cast(null as bigint) as shares,
    cast(null as bigint) as saves,
    cast(null as bigint) as clicks
from {{ ref('stg_youtube__video_stats') }} as stats
inner join {{ ref('stg_youtube__videos') }} as videos
    on stats.account_id = videos.account_id and stats.video_id = videos.video_id
