with campaign_groups as (
    {{ latest_snapshot(source('linkedin_ads', 'campaign_groups')) }}
)

select
    _account as account_id,
    id as campaign_group_id,
    name as campaign_group_name,
    status,
    "totalBudget.amount" as total_budget,
    "totalBudget.currencyCode" as currency,
    "runSchedule.start" as starts_at,
    "runSchedule.end" as stops_at,
    "changeAuditStamps.created.time" as created_at,
    "changeAuditStamps.lastModified.time" as updated_at,
    _loaded_at as loaded_at
from campaign_groups
