select
    platform,
    date_day,
    account_id,
    campaign_id,
    currency,
    daily_budget
from {{ ref('int_budgets') }}
