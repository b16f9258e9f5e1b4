with invoices as (
    {{ latest_stripe('invoices') }}
),

payments as (
    select
        invoices._account as account_id,
        invoices.id as invoice_id,
        coalesce(
            {{ json_text('items.item', 'payment.payment_intent') }}, {{ json_text('items.item', 'payment.charge') }}
        ) as payment_id
    from invoices
    cross join {{ json_items('invoices."payments.data"') }}

    union all

    -- Versions before 2025-03-31 name the payment at the top.
    select
        _account as account_id,
        id as invoice_id,
        coalesce(payment_intent, charge) as payment_id
    from invoices
)

select distinct
    account_id,
    invoice_id,
    payment_id
from payments
where payment_id is not null
