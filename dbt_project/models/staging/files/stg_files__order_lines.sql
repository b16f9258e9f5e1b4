with order_lines as (
    {{ latest_snapshot(source('files', 'order_lines')) }}
)

select
    _account as account_id,
    order_id,
    line_number,
    product_id,
    product_name,
    sku,
    category,
    coalesce(quantity, 1) as quantity,
    currency,
    price,
    discount,
    shipping,
    cast(
        cast(price as {{ type_double() }}) * coalesce(quantity, 1) - coalesce(discount, 0) as {{ type_money() }}
    ) as amount,
    _loaded_at as loaded_at
from order_lines
