{{ union_platforms(
    [
        'shopify',
        'stripe',
        'files',
    ],
    columns=[
        'platform',
        'account_id',
        'order_id',
        'customer_id',
        'ordered_at',
        'date_day',
        'is_test',
        'is_cancelled',
        'source_name',
        'utm_source',
        'utm_medium',
        'utm_campaign',
        'currency',
        'gross',
        'discounts',
        'refunded',
        'net',
        'customer_order_index',
        'known_since',
    ]
) }}
