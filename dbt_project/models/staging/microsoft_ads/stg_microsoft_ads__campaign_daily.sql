with

campaign_daily as (
    select * from {{ source('microsoft_ads', 'campaign_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "CampaignName" as campaign_name,
    "CampaignStatus" as campaign_status,
    "CampaignType" as campaign_type,
    "Network" as network,
    {{ microsoft_device('"DeviceType"') }} as device,
    "DeviceType" as device_type,
    "AdDistribution" as ad_distribution,
    "CurrencyCode" as currency,
    "Spend" as spend,
    "Impressions" as impressions,
    "Clicks" as clicks,
    "ConversionsQualified" as conversions,
    "Revenue" as conversions_value,
    "AllConversionsQualified" as all_conversions,
    "AllRevenue" as all_conversions_value,
    "ViewThroughConversions" as view_through_conversions,
    _loaded_at as loaded_at
from campaign_daily
