with

ad_groups as (
    {{ latest_snapshot(source('tiktok_ads', 'adgroups')) }}
),

accounts as (
    select * from {{ ref('stg_tiktok_ads__accounts') }}
)

select
    ad_groups._account as account_id,
    ad_groups.campaign_id,
    ad_groups.adgroup_id as ad_group_id,
    ad_groups.adgroup_name as ad_group_name,
    ad_groups.operation_status,
    ad_groups.secondary_status,
    ad_groups.optimization_goal,
    ad_groups.optimization_event,
    ad_groups.billing_event,
    ad_groups.placement_type,
    accounts.currency,
    ad_groups.budget,
    ad_groups.budget_mode,
    ad_groups.bid_price,
    ad_groups.conversion_bid_price,
    ad_groups.click_attribution_window,
    ad_groups.view_attribution_window,
    ad_groups.attribution_event_count,
    cast(ad_groups.schedule_start_time || '+00:00' as {{ type_instant() }}) as starts_at,
    cast(ad_groups.schedule_end_time || '+00:00' as {{ type_instant() }}) as ends_at,
    cast(ad_groups.create_time || '+00:00' as {{ type_instant() }}) as created_at,
    cast(ad_groups.modify_time || '+00:00' as {{ type_instant() }}) as updated_at,
    ad_groups._loaded_at as loaded_at
from ad_groups
left join accounts on ad_groups._account = accounts.account_id
