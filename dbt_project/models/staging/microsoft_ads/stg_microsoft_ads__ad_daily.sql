with

ad_daily as (
    select * from {{ source('microsoft_ads', 'ad_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AdGroupId" as ad_group_id,
    "AdId" as ad_id,
    coalesce(nullif("AdTitle", ''), nullif("TitlePart1", ''), "AdId") as ad_name,
    "AdType" as ad_type,
    "AdStatus" as ad_status,
    "FinalUrl" as final_url,
    "Network" as network,
    {{ microsoft_device('"DeviceType"') }} as device,
    "DeviceType" as device_type,
    "CurrencyCode" as currency,
    "Spend" as spend,
    "Impressions" as impressions,
    "Clicks" as clicks,
    "ConversionsQualified" as conversions,
    "Revenue" as conversions_value,
    "AllConversionsQualified" as all_conversions,
    "AllRevenue" as all_conversions_value,
    _loaded_at as loaded_at
from ad_daily
