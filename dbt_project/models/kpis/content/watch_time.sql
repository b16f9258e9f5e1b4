{{ kpi(
    ref('fct_videos_daily'),
    numerator='sum(watch_time_seconds) / 60',
    dimensions=['network', 'video_title as video']
) }}
