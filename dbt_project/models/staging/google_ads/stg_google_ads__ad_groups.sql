with

ad_groups as (
    {{ latest_snapshot(source('google_ads', 'ad_groups')) }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    ad_groups._account as account_id,
    ad_groups."campaign.id" as campaign_id,
    ad_groups."adGroup.id" as ad_group_id,
    ad_groups."adGroup.name" as ad_group_name,
    ad_groups."adGroup.status" as status,
    ad_groups."adGroup.type" as ad_group_type,
    accounts.currency,
    {{ micros('ad_groups."adGroup.cpcBidMicros"') }} as cost_per_click_bid,
    ad_groups._loaded_at as loaded_at
from ad_groups
left join accounts on ad_groups._account = accounts.account_id
