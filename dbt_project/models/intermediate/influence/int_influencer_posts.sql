{{ union_platforms(
    [
        'files',
        'google_sheets',
    ],
    columns=[
        'account_id',
        'row_id',
        'date_day',
        'network',
        'campaign_name',
        'creator_handle',
        'utm_campaign',
        'promo_code',
        'currency',
        'fee',
        'product_cost',
        'impressions',
        'reach',
        'views',
        'likes',
        'comments',
        'shares',
        'saves',
        'clicks',
        'code_orders',
    ]
) }}
