with

campaigns as (
    {{ latest_snapshot(source('google_ads', 'campaigns')) }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    campaigns._account as account_id,
    campaigns."campaign.id" as campaign_id,
    campaigns."campaign.name" as campaign_name,
    campaigns."campaign.status" as status,
    campaigns."campaign.servingStatus" as serving_status,
    campaigns."campaign.primaryStatus" as primary_status,
    campaigns."campaign.advertisingChannelType" as channel_type,
    campaigns."campaign.advertisingChannelSubType" as channel_sub_type,
    campaigns."campaign.biddingStrategyType" as bidding_strategy_type,
    campaigns."campaign.campaignBudget" as budget_name,
    campaigns."campaignBudget.period" as budget_period,
    accounts.currency,
    case
        when campaigns."campaignBudget.period" = 'DAILY' then {{ micros('campaigns."campaignBudget.amountMicros"') }}
    end as daily_budget,
    cast(substr(campaigns."campaign.startDateTime", 1, 10) as date) as starts_on,
    cast(substr(campaigns."campaign.endDateTime", 1, 10) as date) as ends_on,
    campaigns."campaign.labels" as labels,
    campaigns."campaign.trackingUrlTemplate" as tracking_url_template,
    campaigns."campaign.finalUrlSuffix" as final_url_suffix,
    campaigns._loaded_at as loaded_at
from campaigns
left join accounts on campaigns._account = accounts.account_id
