with

campaigns as (
    {{ latest_snapshot(source('tiktok_ads', 'campaigns')) }}
),

accounts as (
    select * from {{ ref('stg_tiktok_ads__accounts') }}
)

select
    campaigns._account as account_id,
    campaigns.campaign_id,
    campaigns.campaign_name,
    campaigns.objective_type,
    campaigns.campaign_type,
    campaigns.operation_status,
    campaigns.secondary_status,
    accounts.currency,
    campaigns.budget,
    campaigns.budget_mode,
    campaigns.is_smart_performance_campaign as is_smart,
    cast(campaigns.create_time || '+00:00' as {{ type_instant() }}) as created_at,
    cast(campaigns.modify_time || '+00:00' as {{ type_instant() }}) as updated_at,
    campaigns._loaded_at as loaded_at
from campaigns
left join accounts on campaigns._account = accounts.account_id
