{{ union_platforms(
    [
        'op3',
        'transistor',
        'files',
    ],
    columns=[
        'platform',
        'date_day',
        'account_id',
        'show_name',
        'episode_id',
        'episode_title',
        'downloads',
        'plays',
        'listeners',
    ]
) }}
