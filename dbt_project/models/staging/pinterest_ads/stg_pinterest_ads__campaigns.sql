{# A cap of 0 is none. #}
with

campaigns as (
    {{ latest_snapshot(source('pinterest_ads', 'campaigns')) }}
),

accounts as (
    select * from {{ ref('stg_pinterest_ads__accounts') }}
)

select
    campaigns._account as account_id,
    campaigns.id as campaign_id,
    campaigns.name as campaign_name,
    campaigns.status,
    campaigns.summary_status,
    campaigns.objective_type,
    accounts.currency,
    {{ micros('nullif(campaigns.daily_spend_cap, 0)') }} as daily_budget,
    {{ micros('nullif(campaigns.lifetime_spend_cap, 0)') }} as lifetime_budget,
    campaigns.is_campaign_budget_optimization as has_own_budget,
    campaigns.is_performance_plus,
    campaigns.start_time as starts_at,
    campaigns.end_time as ends_at,
    campaigns.created_time as created_at,
    campaigns.updated_time as updated_at,
    campaigns._loaded_at as loaded_at
from campaigns
left join accounts on campaigns._account = accounts.account_id
