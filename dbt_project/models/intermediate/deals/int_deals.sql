{{ union_platforms(
    [
        'hubspot',
        'salesforce',
        'files',
    ],
    columns=[
        'platform',
        'account_id',
        'deal_id',
        'pipeline',
        'stage',
        'channel',
        'date_day',
        'closed_on',
        'is_won',
        'is_closed',
        'currency',
        'amount',
        'known_since',
    ]
) }}
