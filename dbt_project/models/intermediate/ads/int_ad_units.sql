{{ union_platforms(
    [
        'microsoft_ads',
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
        'campaign_name',
        'ad_group_id',
        'ad_group_name',
        'ad_id',
        'ad_name',
        'currency',
        'spend',
        'impressions',
        'clicks',
        'conversions',
        'conversions_value',
    ]
) }}
