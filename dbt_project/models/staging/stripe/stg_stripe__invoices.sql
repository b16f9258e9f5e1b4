with latest as (
    {{ latest_stripe('invoices') }}
),

invoices as (
    select
        *,
        coalesce("status_transitions.paid_at", created) as settled_at,
        coalesce(total_excluding_tax, total - coalesce(tax, 0)) as untaxed
    from latest
),

accounts as (
    select * from {{ ref('stg_stripe__accounts') }}
),

discounts as (
    select
        invoices._account as account_id,
        invoices.id as invoice_id,
        sum(cast({{ json_text('items.item', 'amount') }} as bigint)) as amount
    from invoices
    cross join {{ json_items('invoices.total_discount_amounts') }}
    group by invoices._account, invoices.id
)

select
    invoices._account as account_id,
    invoices.id as invoice_id,
    invoices.created as created_at,
    invoices.changed_at as updated_at,
    case when invoices.status = 'paid' then invoices.settled_at end as paid_at,
    {{ day_in_zone('invoices.settled_at', 'accounts.time_zone') }} as date_day,
    invoices."status_transitions.voided_at" as voided_at,
    invoices.customer as customer_id,
    -- Versions before 2025-03-31 name the subscription at the top.
    coalesce(invoices.subscription_of_parent, invoices.subscription) as subscription_id,
    invoices.billing_reason,
    invoices.status,
    not invoices.livemode as is_test,
    invoices.utm_source,
    invoices.utm_medium,
    invoices.utm_campaign,
    upper(invoices.currency) as currency,
    {{ stripe_money('invoices.subtotal', 'invoices.currency') }} as subtotal,
    {{ stripe_money('coalesce(discounts.amount, 0)', 'invoices.currency') }} as discounts,
    {{ stripe_money('invoices.untaxed', 'invoices.currency') }} as total_excluding_tax,
    {{ stripe_money('invoices.total', 'invoices.currency') }} as total,
    {{ stripe_money('invoices.amount_paid', 'invoices.currency') }} as amount_paid,
    {{ stripe_money('invoices.amount_remaining', 'invoices.currency') }} as amount_remaining,
    invoices._loaded_at as loaded_at
from invoices
left join accounts on invoices._account = accounts.account_id
left join discounts on invoices._account = discounts.account_id and invoices.id = discounts.invoice_id
