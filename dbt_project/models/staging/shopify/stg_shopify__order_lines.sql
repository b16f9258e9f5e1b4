with lines as (
    {{ latest_version(source('shopify', 'order_lines'), ['_account', '"order.id"', 'id'], '"order.updatedAt"') }}
),

orders as (
    select * from {{ ref('stg_shopify__orders') }}
)

select
    lines._account as account_id,
    orders.date_day,
    orders.order_id,
    replace(lines.id, 'gid://shopify/LineItem/', '') as line_id,
    replace(lines."product.id", 'gid://shopify/Product/', '') as product_id,
    replace(lines."variant.id", 'gid://shopify/ProductVariant/', '') as variant_id,
    lines.sku,
    lines.title as product_title,
    lines."isGiftCard" as is_gift_card,
    lines.quantity,
    lines."currentQuantity" as current_quantity,
    orders.currency,
    cast(lines."originalTotalSet.shopMoney.amount" as {{ type_money() }}) as gross,
    cast(lines."discountedTotalSet.shopMoney.amount" as {{ type_money() }}) as net_of_line_discounts,
    lines._loaded_at as loaded_at
from lines
inner join orders
    on lines._account = orders.account_id
    and replace(lines."order.id", 'gid://shopify/Order/', '') = orders.order_id
