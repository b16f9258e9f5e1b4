select
    'tiktok_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    currency,
    daily_budget
from {{ ref('stg_tiktok_ads__campaign_budgets') }}
