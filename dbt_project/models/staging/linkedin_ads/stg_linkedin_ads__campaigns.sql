with campaigns as (
    {{ latest_snapshot(source('linkedin_ads', 'campaigns')) }}
)

select
    _account as account_id,
    id as campaign_id,
    name as campaign_name,
    {{ dbt.split_part('"campaignGroup"', "':'", 4) }} as campaign_group_id,
    status,
    type as campaign_type,
    "objectiveType" as objective,
    "costType" as cost_type,
    "dailyBudget.amount" as daily_budget,
    "totalBudget.amount" as total_budget,
    "unitCost.amount" as bid,
    coalesce("dailyBudget.currencyCode", "totalBudget.currencyCode", "unitCost.currencyCode") as currency,
    "runSchedule.start" as starts_at,
    "runSchedule.end" as stops_at,
    "changeAuditStamps.created.time" as created_at,
    "changeAuditStamps.lastModified.time" as updated_at,
    _loaded_at as loaded_at
from campaigns
