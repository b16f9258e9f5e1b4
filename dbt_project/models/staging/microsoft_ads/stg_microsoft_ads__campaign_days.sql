with

campaigns as (
    select * from {{ source('microsoft_ads', 'campaigns') }}
)

select
    _day as date_day,
    _account as account_id,
    "Id" as campaign_id,
    "Name" as campaign_name,
    "Status" as status,
    "CampaignType" as campaign_type,
    "BudgetType" as budget_type,
    "BudgetId" as budget_id,
    "DailyBudget" as daily_budget,
    "TimeZone" as time_zone,
    _loaded_at as loaded_at
from campaigns
