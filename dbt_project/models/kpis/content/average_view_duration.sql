{{ kpi(
    ref('fct_videos_daily'),
    numerator='sum(watch_time_seconds) / 60',
    denominator='sum(views)',
    dimensions=['network', 'video_title as video']
) }}
