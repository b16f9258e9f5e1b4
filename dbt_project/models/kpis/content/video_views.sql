{{ kpi(
    ref('fct_videos_daily'),
    numerator='sum(views)',
    dimensions=['network', 'video_title as video']
) }}
