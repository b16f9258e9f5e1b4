{{ union_platforms(
    [
        'google_ads',
        'microsoft_ads',
        'meta_ads',
        'linkedin_ads',
        'tiktok_ads',
        'pinterest_ads',
        'snapchat_ads',
        'x_ads',
    ],
    columns=[
        'platform',
        'date_day',
        'account_id',
        'campaign_id',
        'currency',
        'daily_budget',
    ]
) }}
