{# A file of orders without amounts takes them from its lines, and its customers are the people whom a file of
   customers knows them to be. #}
with

orders as (
    {{ latest_snapshot(source('files', 'orders')) }}
),

lines as (
    select account_id, order_id, sum(amount) as amount, max(currency) as currency
    from {{ ref('stg_files__order_lines') }}
    group by account_id, order_id
)

select
    orders._account as account_id,
    orders.order_id,
    coalesce(customers.person_id, orders.customer_id) as customer_id,
    orders.ordered_at,
    {{ day_in_zone('orders.ordered_at', "coalesce(accounts.time_zone, 'UTC')") }} as date_day,
    orders.status,
    coalesce(orders.is_test, false) as is_test,
    coalesce(orders.is_cancelled, lower(orders.status) in ('cancelled', 'canceled', 'voided'), false) as is_cancelled,
    orders.approved_at,
    orders.shipped_at,
    orders.delivered_at,
    orders.delivery_due_at,
    orders.source as source_name,
    orders.utm_source,
    orders.utm_medium,
    orders.utm_campaign,
    orders.promo_code,
    orders.country,
    orders.quantity,
    coalesce(orders.currency, lines.currency, accounts.currency) as currency,
    cast(coalesce(orders.revenue, lines.amount) + coalesce(orders.discounts, 0) as {{ type_money() }}) as gross,
    orders.discounts,
    orders.shipping,
    orders.tax,
    orders.refunded,
    cast(coalesce(orders.revenue, lines.amount) - coalesce(orders.refunded, 0) as {{ type_money() }}) as net,
    orders._loaded_at as loaded_at
from orders
left join {{ ref('stg_files__accounts') }} as accounts on orders._account = accounts.account_id
left join lines on orders._account = lines.account_id and orders.order_id = lines.order_id
left join {{ ref('stg_files__customers') }} as customers
    on orders._account = customers.account_id and orders.customer_id = customers.customer_id
