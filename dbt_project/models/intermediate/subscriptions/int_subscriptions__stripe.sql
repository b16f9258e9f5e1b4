{# What a subscription brings in a month is what its items cost, after lasting discounts and without tax; what is billed
   by use is not known in advance and is left out. An ended one shows what it brought. #}
with

priced as (
    select
        account_id,
        subscription_id,
        price_id,
        period_months,
        cast(unit_amount as {{ type_double() }}) * coalesce(quantity, 1) / period_months as monthly
    from {{ ref('stg_stripe__subscription_items') }}
    where coalesce(usage_type, 'licensed') = 'licensed'
),

ranked as (
    select
        *,
        row_number() over (
            partition by account_id, subscription_id order by monthly desc nulls last, price_id asc
        ) as place
    from priced
),

items as (
    select
        account_id,
        subscription_id,
        min(case when place = 1 then price_id end) as plan_id,
        min(case when place = 1 then period_months end) as period_months,
        sum(monthly) as monthly
    from ranked
    group by account_id, subscription_id
),

discounted as (
    select
        subscriptions.*,
        items.plan_id,
        items.monthly * subscriptions.share_kept
        - cast(subscriptions.amount_off as {{ type_double() }}) / items.period_months as monthly
    from {{ ref('stg_stripe__subscriptions') }} as subscriptions
    left join items
        on subscriptions.account_id = items.account_id and subscriptions.subscription_id = items.subscription_id
    where not subscriptions.is_test
)

select
    'stripe' as platform,
    account_id,
    subscription_id,
    customer_id,
    started_on,
    ended_on,
    status,
    plan_id,
    currency,
    cast(round(case when monthly < 0 then 0 else monthly end, 2) as {{ type_money() }}) as monthly_amount,
    cast(null as {{ type_instant() }}) as known_since
from discounted
