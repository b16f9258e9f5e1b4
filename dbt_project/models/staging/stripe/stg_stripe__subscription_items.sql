with items as (
    {{ latest_snapshot(source('stripe', 'subscription_items')) }}
)

select
    _account as account_id,
    subscription as subscription_id,
    id as subscription_item_id,
    "price.id" as price_id,
    "price.nickname" as price_name,
    "price.product" as product_id,
    "price.recurring.usage_type" as usage_type,
    quantity,
    -- Months of one period: a year has 12 of them, 365 days or 52 weeks.
    "price.recurring.interval_count" * case "price.recurring.interval"
        when 'month' then 1
        when 'year' then 12
        when 'week' then 12 / cast(52 as {{ type_double() }})
        when 'day' then 12 / cast(365 as {{ type_double() }})
    end as period_months,
    upper("price.currency") as currency,
    {{ stripe_money('coalesce("price.unit_amount_decimal", "price.unit_amount")', '"price.currency"') }} as unit_amount,
    current_period_start as period_start,
    current_period_end as period_end,
    _loaded_at as loaded_at
from items
