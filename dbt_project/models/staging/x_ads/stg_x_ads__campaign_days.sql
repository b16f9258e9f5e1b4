with

campaigns as (
    select * from {{ source('x_ads', 'campaigns') }}
)

select
    _day as date_day,
    _account as account_id,
    id as campaign_id,
    name as campaign_name,
    entity_status as status,
    deleted as is_deleted,
    effective_status,
    funding_instrument_id,
    budget_optimization,
    currency,
    {{ micros('daily_budget_amount_local_micro') }} as daily_budget,
    {{ micros('total_budget_amount_local_micro') }} as total_budget,
    start_time as starts_at,
    end_time as ends_at,
    created_at,
    updated_at,
    _loaded_at as loaded_at
from campaigns
