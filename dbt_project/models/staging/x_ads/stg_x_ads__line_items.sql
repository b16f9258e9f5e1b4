with

line_items as (
    {{ latest_snapshot(source('x_ads', 'line_items')) }}
)

select
    _account as account_id,
    id as line_item_id,
    campaign_id,
    name as line_item_name,
    entity_status as status,
    deleted as is_deleted,
    objective,
    product_type,
    currency,
    {{ micros('bid_amount_local_micro') }} as bid_amount,
    {{ micros('daily_budget_amount_local_micro') }} as daily_budget,
    {{ micros('total_budget_amount_local_micro') }} as total_budget,
    start_time as starts_at,
    end_time as ends_at,
    created_at,
    updated_at,
    _loaded_at as loaded_at
from line_items
