{# An order comes when it changes, so of days before the oldest change only some are known: those days are left out.
   What a customer ordered before them is known by Shopify's index, wherever that begins to count. #}
with

identified as (
    select
        *,
        not is_test and not is_cancelled as is_counted,
        {{ dbt.concat(['platform', "'/'", 'account_id', "'/'", 'customer_id']) }} as customer_key
    from {{ ref('int_orders') }}
    where known_since is null or date_day > cast(known_since as date)
),

orders as (
    select
        *,
        row_number() over (partition by customer_key, is_counted order by ordered_at, order_id)
        + coalesce(
            min(customer_order_index) over (partition by customer_key)
            - min(customer_order_index) over (partition by platform, account_id),
            0
        ) as place
    from identified
)

select
    orders.platform,
    orders.account_id,
    orders.order_id,
    orders.customer_key,
    orders.date_day,
    orders.ordered_at,
    orders.is_counted,
    case when orders.is_counted and orders.customer_key is not null then orders.place end as customer_order_number,
    orders.source_name,
    orders.utm_source,
    orders.utm_medium,
    orders.utm_campaign,
    orders.currency,
    orders.gross as gross_revenue,
    orders.discounts,
    orders.refunded,
    orders.net as net_revenue,
    {{ in_reporting_currency('orders.net', 'rates.rate', 'orders.currency', 'orders.date_day') }}
        as net_revenue_reporting
from orders
left join {{ ref('fct_exchange_rates') }} as rates
    on orders.date_day = rates.date_day and orders.currency = rates.currency
