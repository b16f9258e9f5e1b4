{{ union_platforms(
    [
        'youtube',
        'files',
    ],
    columns=[
        'platform',
        'network',
        'date_day',
        'account_id',
        'profile_id',
        'video_id',
        'video_title',
        'views',
        'engaged_views',
        'watch_time_seconds',
        'likes',
        'comments',
        'shares',
        'followers_gained',
        'followers_lost',
        'impressions',
        'impression_clicks',
    ]
) }}
