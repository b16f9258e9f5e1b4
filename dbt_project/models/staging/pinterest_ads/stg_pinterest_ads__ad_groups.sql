with

ad_groups as (
    {{ latest_snapshot(source('pinterest_ads', 'ad_groups')) }}
),

accounts as (
    select * from {{ ref('stg_pinterest_ads__accounts') }}
)

select
    ad_groups._account as account_id,
    ad_groups.campaign_id,
    ad_groups.id as ad_group_id,
    ad_groups.name as ad_group_name,
    ad_groups.status,
    ad_groups.summary_status,
    ad_groups.budget_type,
    accounts.currency,
    {{ micros('ad_groups.budget_in_micro_currency') }} as budget,
    {{ micros('ad_groups.bid_in_micro_currency') }} as bid,
    ad_groups.bid_strategy_type,
    ad_groups.billable_event,
    ad_groups.placement_group,
    ad_groups.targeting_spec,
    ad_groups.start_time as starts_at,
    ad_groups.end_time as ends_at,
    ad_groups.created_time as created_at,
    ad_groups.updated_time as updated_at,
    ad_groups._loaded_at as loaded_at
from ad_groups
left join accounts on ad_groups._account = accounts.account_id
