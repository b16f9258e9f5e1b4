with budgets as (
    {{ latest_snapshot(source('google_sheets', 'budgets')) }}
)

select
    _account as account_id,
    row_number as row_id,
    valid_from,
    valid_to,
    platform,
    channel,
    campaign_id,
    campaign_name,
    currency,
    budget,
    _loaded_at as loaded_at
from budgets
