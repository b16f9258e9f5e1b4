with charges as (
    {{ latest_stripe('charges') }}
),

accounts as (
    select * from {{ ref('stg_stripe__accounts') }}
),

{# Since 2025-03-31 a charge no longer says which invoice it pays; the invoice says by which payment it was paid. #}
payments as (
    select account_id, payment_id, min(invoice_id) as invoice_id
    from {{ ref('stg_stripe__invoice_payments') }}
    group by account_id, payment_id
)

select
    charges._account as account_id,
    charges.id as charge_id,
    charges.created as created_at,
    {{ day_in_zone('charges.created', 'accounts.time_zone') }} as date_day,
    charges.changed_at as updated_at,
    charges.customer as customer_id,
    charges.payment_intent as payment_intent_id,
    coalesce(charges.invoice, payments.invoice_id) as invoice_id,
    charges.status,
    charges.status = 'succeeded' and charges.captured as is_paid,
    charges.disputed as is_disputed,
    not charges.livemode as is_test,
    charges.failure_code,
    charges.payment_type,
    charges.card_brand,
    charges.card_country,
    charges.utm_source,
    charges.utm_medium,
    charges.utm_campaign,
    upper(charges.currency) as currency,
    {{ stripe_money('charges.amount', 'charges.currency') }} as amount,
    {{ stripe_money('charges.amount_captured', 'charges.currency') }} as amount_captured,
    {{ stripe_money('charges.amount_refunded', 'charges.currency') }} as amount_refunded,
    charges._loaded_at as loaded_at
from charges
left join accounts on charges._account = accounts.account_id
left join payments
    on charges._account = payments.account_id and coalesce(charges.payment_intent, charges.id) = payments.payment_id
