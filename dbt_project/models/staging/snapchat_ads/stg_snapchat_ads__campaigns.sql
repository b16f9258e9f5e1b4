with

campaigns as (
    {{ latest_snapshot(source('snapchat_ads', 'campaigns')) }}
),

accounts as (
    select * from {{ ref('stg_snapchat_ads__accounts') }}
)

select
    campaigns._account as account_id,
    campaigns.id as campaign_id,
    campaigns.name as campaign_name,
    campaigns.status,
    campaigns.delivery_status,
    campaigns.objective,
    campaigns.buy_model,
    accounts.currency,
    {{ micros('campaigns.daily_budget_micro') }} as daily_budget,
    {{ micros('campaigns.lifetime_spend_cap_micro') }} as lifetime_budget,
    campaigns.start_time as starts_at,
    campaigns.end_time as ends_at,
    campaigns.created_at,
    campaigns.updated_at,
    campaigns._loaded_at as loaded_at
from campaigns
left join accounts on campaigns._account = accounts.account_id
