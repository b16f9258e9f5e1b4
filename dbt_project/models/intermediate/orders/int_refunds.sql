{{ union_platforms(
    [
        'shopify',
        'stripe',
    ],
    columns=[
        'platform',
        'account_id',
        'refund_id',
        'order_id',
        'date_day',
        'currency',
        'amount',
    ]
) }}
