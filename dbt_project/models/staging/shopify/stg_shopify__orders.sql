with orders as (
    {{ latest_version(source('shopify', 'orders'), ['_account', 'id'], '"updatedAt"') }}
),

accounts as (
    select * from {{ ref('stg_shopify__accounts') }}
),

deleted as (
    select * from {{ ref('stg_shopify__deleted_orders') }}
)

select
    orders._account as account_id,
    orders."legacyResourceId" as order_id,
    orders."processedAt" as ordered_at,
    {{ day_in_zone('orders."processedAt"', 'accounts.time_zone') }} as date_day,
    orders."updatedAt" as updated_at,
    orders."cancelledAt" as cancelled_at,
    replace(orders."customer.id", 'gid://shopify/Customer/', '') as customer_id,
    orders."customerJourneySummary.customerOrderIndex" as customer_order_index,
    orders."displayFinancialStatus" as status,
    orders.test as is_test,
    orders."cancelledAt" is not null as is_cancelled,
    orders."currencyCode" as currency,
    cast(orders."subtotalPriceSet.shopMoney.amount" + orders."totalDiscountsSet.shopMoney.amount" as {{ type_money() }})
        as gross,
    cast(orders."totalDiscountsSet.shopMoney.amount" as {{ type_money() }}) as discounts,
    cast(orders."totalShippingPriceSet.shopMoney.amount" as {{ type_money() }}) as shipping,
    cast(orders."totalTaxSet.shopMoney.amount" as {{ type_money() }}) as tax,
    cast(orders."totalPriceSet.shopMoney.amount" as {{ type_money() }}) as total,
    cast(orders."totalRefundedSet.shopMoney.amount" as {{ type_money() }}) as refunded,
    cast(orders."currentSubtotalPriceSet.shopMoney.amount" as {{ type_money() }}) as net,
    orders."taxesIncluded" as is_tax_included,
    orders."sourceName" as source_name,
    orders."discountCodes" as discount_codes,
    orders."customerJourneySummary.ready" as is_journey_ready,
    orders."customerJourneySummary.lastVisit.source" as visit_source,
    orders."customerJourneySummary.lastVisit.utmParameters.source" as utm_source,
    orders."customerJourneySummary.lastVisit.utmParameters.medium" as utm_medium,
    orders."customerJourneySummary.lastVisit.utmParameters.campaign" as utm_campaign,
    orders."customerJourneySummary.firstVisit.utmParameters.source" as first_utm_source,
    orders."customerJourneySummary.firstVisit.utmParameters.medium" as first_utm_medium,
    orders."customerJourneySummary.firstVisit.utmParameters.campaign" as first_utm_campaign,
    orders._loaded_at as loaded_at
from orders
left join accounts on orders._account = accounts.account_id
left join deleted on orders._account = deleted.account_id and orders."legacyResourceId" = deleted.order_id
where deleted.order_id is null
