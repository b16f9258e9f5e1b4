with refunds as (
    {{ latest_version(source('shopify', 'refunds'), ['_account', 'id'], '"order.updatedAt"') }}
),

lines as (
    select
        refunds._account,
        refunds."legacyResourceId" as refund_id,
        refunds."totalRefundedSet.shopMoney.currencyCode" as currency,
        refunds._loaded_at,
        items.item
    from refunds
    cross join {{ json_items('refunds."refundLineItems.nodes"') }}
)

select
    _account as account_id,
    refund_id,
    replace({{ json_text('item', 'lineItem.id') }}, 'gid://shopify/LineItem/', '') as line_id,
    cast({{ json_text('item', 'quantity') }} as bigint) as quantity,
    {{ json_text('item', 'restockType') }} as restock_type,
    cast({{ json_text('item', 'subtotalSet.shopMoney.amount') }} as {{ type_money() }}) as subtotal,
    cast({{ json_text('item', 'totalTaxSet.shopMoney.amount') }} as {{ type_money() }}) as tax,
    currency,
    _loaded_at as loaded_at
from lines
