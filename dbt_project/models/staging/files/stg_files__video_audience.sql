with video_audience as (
    {{ latest_snapshot(source('files', 'video_audience')) }}
)

select
    _account as account_id,
    row_number as row_id,
    date_day,
    coalesce(lower(trim(platform)), _account) as platform,
    coalesce(channel, _account) as channel,
    video_id,
    coalesce(video_title, video_id) as video_title,
    views,
    engaged_views,
    watch_hours,
    likes,
    comments,
    shares,
    followers_gained,
    followers_lost,
    impressions,
    _loaded_at as loaded_at
from video_audience
