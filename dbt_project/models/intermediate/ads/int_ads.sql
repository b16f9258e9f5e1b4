{{ union_platforms(
    [
        'google_ads',
        'meta_ads',
        'files',
    ],
    columns=[
        'platform',
        'date_day',
        'account_id',
        'campaign_id',
        'campaign_name',
        'channel',
        'device',
        'currency',
        'spend',
        'impressions',
        'clicks',
        'conversions',
        'conversions_value',
        'video_plays',
        'video_completions',
    ]
) }}
