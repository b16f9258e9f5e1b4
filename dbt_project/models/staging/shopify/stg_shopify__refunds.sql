with refunds as (
    {{ latest_version(source('shopify', 'refunds'), ['_account', 'id'], '"order.updatedAt"') }}
),

accounts as (
    select * from {{ ref('stg_shopify__accounts') }}
),

deleted as (
    select * from {{ ref('stg_shopify__deleted_orders') }}
)

select
    refunds._account as account_id,
    refunds."legacyResourceId" as refund_id,
    replace(refunds."order.id", 'gid://shopify/Order/', '') as order_id,
    refunds."createdAt" as refunded_at,
    {{ day_in_zone('refunds."createdAt"', 'accounts.time_zone') }} as date_day,
    cast(refunds."totalRefundedSet.shopMoney.amount" as {{ type_money() }}) as amount,
    refunds."totalRefundedSet.shopMoney.currencyCode" as currency,
    refunds._loaded_at as loaded_at
from refunds
left join accounts on refunds._account = accounts.account_id
left join deleted
    on refunds._account = deleted.account_id
    and replace(refunds."order.id", 'gid://shopify/Order/', '') = deleted.order_id
where deleted.order_id is null
