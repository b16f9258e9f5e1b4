{# Impressions of thumbnails are only in YouTube's bulk reports. #}
select
    'youtube' as platform,
    'youtube' as network,
    report.date_day,
    report.account_id,
    report.account_id as profile_id,
    report.video_id,
    videos.video_title,
    cast(report.views as bigint) as views,
    cast(report.engaged_views as bigint) as engaged_views,
    cast(report.watch_time_seconds as {{ type_double() }}) as watch_time_seconds,
    cast(report.likes as bigint) as likes,
    cast(report.comments as bigint) as comments,
    cast(report.shares as bigint) as shares,
    cast(report.subscribers_gained as bigint) as followers_gained,
    cast(report.subscribers_lost as bigint) as followers_lost,
    cast(null as bigint) as impressions,
    cast(null as {{ type_double() }}) as impression_clicks
from {{ ref('stg_youtube__video_daily') }} as report
left join {{ ref('stg_youtube__videos') }} as videos
    on report.account_id = videos.account_id and report.video_id = videos.video_id
