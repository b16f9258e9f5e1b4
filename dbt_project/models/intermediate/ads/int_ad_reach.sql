{{ union_platforms(
    [
        'meta_ads',
        'tiktok_ads',
        'pinterest_ads',
    ],
    columns=[
        'platform',
        'date_day',
        'account_id',
        'campaign_id',
        'campaign_name',
        'impressions',
        'reach',
    ]
) }}
