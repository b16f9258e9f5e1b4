{# A sale is an invoice when it is paid, or a charge that pays no invoice: a charge that does is the same sale again.
   Invoices over nothing (trials, credits) and what no money was asked for are not sales. #}
with

refunds as (
    select * from {{ ref('int_refunds__stripe') }}
),

orders as (
    select
        account_id,
        invoice_id as order_id,
        customer_id,
        paid_at as ordered_at,
        date_day,
        updated_at,
        is_test,
        case when subscription_id is null then 'invoice' else 'subscription' end as source_name,
        utm_source,
        utm_medium,
        utm_campaign,
        currency,
        total_excluding_tax + discounts as gross,
        discounts,
        total_excluding_tax as net,
        total
    from {{ ref('stg_stripe__invoices') }}
    where status = 'paid' and total > 0

    union all

    select
        account_id,
        charge_id as order_id,
        customer_id,
        created_at as ordered_at,
        date_day,
        updated_at,
        is_test,
        'charge' as source_name,
        utm_source,
        utm_medium,
        utm_campaign,
        currency,
        -- Nothing tells the tax in it.
        amount_captured as gross,
        cast(0 as {{ type_money() }}) as discounts,
        amount_captured as net,
        amount_captured as total
    from {{ ref('stg_stripe__charges') }}
    where is_paid and invoice_id is null and amount_captured > 0
),

refunded as (
    select account_id, order_id, sum(amount) as amount
    from refunds
    group by account_id, order_id
)

select
    'stripe' as platform,
    orders.account_id,
    orders.order_id,
    orders.customer_id,
    orders.ordered_at,
    orders.date_day,
    orders.is_test,
    false as is_cancelled,
    orders.source_name,
    orders.utm_source,
    orders.utm_medium,
    orders.utm_campaign,
    orders.currency,
    cast(orders.gross as {{ type_money() }}) as gross,
    cast(orders.discounts as {{ type_money() }}) as discounts,
    cast(coalesce(refunded.amount, 0) as {{ type_money() }}) as refunded,
    -- A refund gives back its share of the tax.
    cast(
        round(
            cast(orders.net as {{ type_double() }})
            * (1 - {{ ratio('coalesce(refunded.amount, 0)', 'orders.total') }}),
            2
        ) as {{ type_money() }}
    ) as net,
    cast(null as bigint) as customer_order_index,
    min(orders.updated_at) over (partition by orders.account_id) as known_since
from orders
left join refunded on orders.account_id = refunded.account_id and orders.order_id = refunded.order_id
