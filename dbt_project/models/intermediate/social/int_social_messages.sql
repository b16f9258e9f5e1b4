{{ union_platforms(
    [
        'sprout_social',
    ],
    columns=[
        'platform',
        'network',
        'date_day',
        'account_id',
        'profile_id',
        'received',
        'replied',
        'reply_seconds',
        'mentions',
    ]
) }}
