{{ union_platforms(
    [
        'files',
        'google_sheets',
    ],
    columns=[
        'account_id',
        'valid_from',
        'valid_to',
        'platform',
        'channel',
        'campaign_id',
        'campaign_name',
        'currency',
        'budget',
    ]
) }}
