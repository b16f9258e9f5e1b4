{{ union_platforms(
    [
        'hubspot',
        'salesforce',
        'files',
    ],
    columns=[
        'platform',
        'account_id',
        'lead_id',
        'channel',
        'lead_at',
        'mql_at',
        'sql_at',
        'opportunity_at',
        'customer_at',
        'time_zone',
        'known_since',
    ]
) }}
