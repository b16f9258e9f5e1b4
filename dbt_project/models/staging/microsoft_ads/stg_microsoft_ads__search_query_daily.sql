with

search_query_daily as (
    select * from {{ source('microsoft_ads', 'search_query_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AdGroupId" as ad_group_id,
    "AdId" as ad_id,
    "KeywordId" as keyword_id,
    "Keyword" as keyword,
    "SearchQuery" as search_query,
    "BidMatchType" as bid_match_type,
    "DeliveredMatchType" as delivered_match_type,
    "Network" as network,
    {{ microsoft_device('"DeviceType"') }} as device,
    "DeviceType" as device_type,
    "Spend" as spend,
    "Impressions" as impressions,
    "Clicks" as clicks,
    "ConversionsQualified" as conversions,
    "Revenue" as conversions_value,
    "AllConversionsQualified" as all_conversions,
    _loaded_at as loaded_at
from search_query_daily
