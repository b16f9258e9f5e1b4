{# A file may cut a video's day finer. #}
select
    'files' as platform,
    platform as network,
    date_day,
    account_id,
    channel as profile_id,
    video_id,
    max(video_title) as video_title,
    cast(sum(views) as bigint) as views,
    cast(sum(engaged_views) as bigint) as engaged_views,
    cast(sum(watch_hours) * 3600 as {{ type_double() }}) as watch_time_seconds,
    cast(sum(likes) as bigint) as likes,
    cast(sum(comments) as bigint) as comments,
    cast(sum(shares) as bigint) as shares,
    cast(sum(followers_gained) as bigint) as followers_gained,
    cast(sum(followers_lost) as bigint) as followers_lost,
    cast(sum(impressions) as bigint) as impressions,
    cast(null as {{ type_double() }}) as impression_clicks
from {{ ref('stg_files__video_audience') }}
group by platform, date_day, account_id, channel, video_id
