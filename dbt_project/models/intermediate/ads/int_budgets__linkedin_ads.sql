select
    'linkedin_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    currency,
    cast(daily_budget as {{ type_money() }}) as daily_budget
from {{ ref('stg_linkedin_ads__campaign_budgets') }}
where
    status = 'ACTIVE'
    and (starts_at is null or {{ day_in_zone('starts_at', "'UTC'") }} <= date_day)
    and (stops_at is null or {{ day_in_zone('stops_at', "'UTC'") }} >= date_day)
