with refunds as (
    {{ latest_stripe('refunds') }}
),

accounts as (
    select * from {{ ref('stg_stripe__accounts') }}
)

select
    refunds._account as account_id,
    refunds.id as refund_id,
    refunds.created as refunded_at,
    {{ day_in_zone('refunds.created', 'accounts.time_zone') }} as date_day,
    refunds.changed_at as updated_at,
    refunds.charge as charge_id,
    refunds.payment_intent as payment_intent_id,
    refunds.status,
    coalesce(refunds.status not in ('failed', 'canceled'), true) as is_given_back,
    refunds.reason,
    upper(refunds.currency) as currency,
    {{ stripe_money('refunds.amount', 'refunds.currency') }} as amount,
    refunds._loaded_at as loaded_at
from refunds
left join accounts on refunds._account = accounts.account_id
