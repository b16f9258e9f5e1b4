with

keyword_daily as (
    select * from {{ source('microsoft_ads', 'keyword_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AdGroupId" as ad_group_id,
    "KeywordId" as keyword_id,
    "Keyword" as keyword,
    "AdId" as ad_id,
    "BidMatchType" as bid_match_type,
    "DeliveredMatchType" as delivered_match_type,
    "KeywordStatus" as keyword_status,
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
    "QualityScore" as quality_score,
    "CurrentMaxCpc" as max_cpc,
    _loaded_at as loaded_at
from keyword_daily
