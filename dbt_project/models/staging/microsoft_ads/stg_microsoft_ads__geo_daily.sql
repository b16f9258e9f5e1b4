with

geo_daily as (
    select * from {{ source('microsoft_ads', 'geo_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AdGroupId" as ad_group_id,
    "Country" as country,
    "State" as state,
    "MetroArea" as metro_area,
    "City" as city,
    "LocationType" as location_type,
    {{ microsoft_device('"DeviceType"') }} as device,
    "DeviceType" as device_type,
    "CurrencyCode" as currency,
    "Spend" as spend,
    "Impressions" as impressions,
    "Clicks" as clicks,
    "ConversionsQualified" as conversions,
    "Revenue" as conversions_value,
    _loaded_at as loaded_at
from geo_daily
