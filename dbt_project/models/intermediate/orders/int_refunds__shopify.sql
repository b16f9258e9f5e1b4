select
    'shopify' as platform,
    account_id,
    refund_id,
    order_id,
    date_day,
    currency,
    amount
from {{ ref('stg_shopify__refunds') }}
