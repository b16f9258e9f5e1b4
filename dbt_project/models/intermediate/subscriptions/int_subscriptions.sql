{{ union_platforms(
    [
        'stripe',
    ],
    columns=[
        'platform',
        'account_id',
        'subscription_id',
        'customer_id',
        'started_on',
        'ended_on',
        'status',
        'plan_id',
        'currency',
        'monthly_amount',
        'known_since',
    ]
) }}
