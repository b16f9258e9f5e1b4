with lines as (
    {{
        latest_version(
            source('stripe', 'invoice_lines'), ['_account', 'invoice', 'id'], '_loaded_at desc, changed_at'
        )
    }}
)

select
    _account as account_id,
    invoice as invoice_id,
    id as line_id,
    price as price_id,
    product as product_id,
    coalesce(subscription_of_parent, subscription) as subscription_id,
    subscription_item as subscription_item_id,
    coalesce(proration, false) as is_proration,
    quantity,
    "period.start" as period_start,
    "period.end" as period_end,
    upper(currency) as currency,
    {{ stripe_money('amount', 'currency') }} as amount,
    _loaded_at as loaded_at
from lines
