with

ad_squads as (
    {{ latest_snapshot(source('snapchat_ads', 'adsquads')) }}
),

accounts as (
    select * from {{ ref('stg_snapchat_ads__accounts') }}
)

select
    ad_squads._account as account_id,
    ad_squads.campaign_id,
    ad_squads.id as ad_squad_id,
    ad_squads.name as ad_squad_name,
    ad_squads.status,
    ad_squads.delivery_status,
    ad_squads.type as ad_squad_type,
    ad_squads.optimization_goal,
    ad_squads.billing_event,
    ad_squads.bid_strategy,
    ad_squads.conversion_window,
    accounts.currency,
    {{ micros('ad_squads.daily_budget_micro') }} as daily_budget,
    {{ micros('ad_squads.lifetime_budget_micro') }} as lifetime_budget,
    {{ micros('ad_squads.bid_micro') }} as bid,
    ad_squads.targeting,
    ad_squads.start_time as starts_at,
    ad_squads.end_time as ends_at,
    ad_squads.created_at,
    ad_squads.updated_at,
    ad_squads._loaded_at as loaded_at
from ad_squads
left join accounts on ad_squads._account = accounts.account_id
