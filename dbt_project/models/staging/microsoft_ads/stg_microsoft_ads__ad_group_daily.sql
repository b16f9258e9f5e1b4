with

ad_group_daily as (
    select * from {{ source('microsoft_ads', 'ad_group_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AdGroupId" as ad_group_id,
    "AdGroupName" as ad_group_name,
    "Status" as ad_group_status,
    "Network" as network,
    {{ microsoft_device('"DeviceType"') }} as device,
    "DeviceType" as device_type,
    "Language" as language,
    "CurrencyCode" as currency,
    "Spend" as spend,
    "Impressions" as impressions,
    "Clicks" as clicks,
    "ConversionsQualified" as conversions,
    "Revenue" as conversions_value,
    "AllConversionsQualified" as all_conversions,
    "AllRevenue" as all_conversions_value,
    _loaded_at as loaded_at
from ad_group_daily
