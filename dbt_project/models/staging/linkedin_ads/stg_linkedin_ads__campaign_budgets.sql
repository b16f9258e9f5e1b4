{# Budgets have no history at LinkedIn: each day's snapshot is one. #}
with campaigns as (
    select * from {{ source('linkedin_ads', 'campaigns') }}
)

select
    _account as account_id,
    _day as date_day,
    id as campaign_id,
    status,
    "dailyBudget.amount" as daily_budget,
    "dailyBudget.currencyCode" as currency,
    "runSchedule.start" as starts_at,
    "runSchedule.end" as stops_at,
    _loaded_at as loaded_at
from campaigns
where "dailyBudget.amount" is not null
