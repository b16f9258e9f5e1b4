select
    'pinterest_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    currency,
    daily_budget
from {{ ref('stg_pinterest_ads__campaign_budgets') }}
