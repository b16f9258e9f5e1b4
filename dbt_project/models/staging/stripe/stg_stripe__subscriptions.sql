with subscriptions as (
    {{ latest_snapshot(source('stripe', 'subscriptions')) }}
),

accounts as (
    select * from {{ ref('stg_stripe__accounts') }}
),

{# A coupon has moved from the discount to its source. One that is used once does not make the subscription cheaper. #}
coupons as (
    select
        subscriptions._account as account_id,
        subscriptions.id as subscription_id,
        coalesce(
            {{ json_text('items.item', 'source.coupon.duration') }}, {{ json_text('items.item', 'coupon.duration') }}
        ) as duration,
        1 - cast(
            coalesce(
                {{ json_text('items.item', 'source.coupon.percent_off') }},
                {{ json_text('items.item', 'coupon.percent_off') }},
                '0'
            ) as {{ type_double() }}
        ) / 100 as share_kept,
        cast(
            coalesce(
                {{ json_text('items.item', 'source.coupon.amount_off') }},
                {{ json_text('items.item', 'coupon.amount_off') }},
                '0'
            ) as bigint
        ) as amount_off
    from subscriptions
    cross join {{ json_items('subscriptions.discounts') }}
),

discounts as (
    select
        account_id,
        subscription_id,
        case when min(share_kept) <= 0 then 0 else exp(sum(ln(nullif(share_kept, 0)))) end as share_kept,
        sum(amount_off) as amount_off
    from coupons
    where duration <> 'once'
    group by account_id, subscription_id
)

select
    subscriptions._account as account_id,
    subscriptions.id as subscription_id,
    subscriptions.customer as customer_id,
    subscriptions.status,
    subscriptions.created as created_at,
    {{ day_in_zone('subscriptions.start_date', 'accounts.time_zone') }} as started_on,
    {{ day_in_zone('subscriptions.ended_at', 'accounts.time_zone') }} as ended_on,
    subscriptions.canceled_at as cancelled_at,
    subscriptions.cancel_at_period_end as is_ending,
    subscriptions.cancellation_reason,
    subscriptions.cancellation_feedback,
    subscriptions.trial_end as trial_ends_at,
    subscriptions.utm_source,
    subscriptions.utm_medium,
    subscriptions.utm_campaign,
    not subscriptions.livemode as is_test,
    upper(subscriptions.currency) as currency,
    coalesce(discounts.share_kept, 1) as share_kept,
    {{ stripe_money('coalesce(discounts.amount_off, 0)', 'subscriptions.currency') }} as amount_off,
    subscriptions._loaded_at as loaded_at
from subscriptions
left join accounts on subscriptions._account = accounts.account_id
left join discounts
    on subscriptions._account = discounts.account_id and subscriptions.id = discounts.subscription_id
