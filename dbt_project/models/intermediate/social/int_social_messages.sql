{{ union_platforms(
    [
        'sprout_social',
        'files',
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
