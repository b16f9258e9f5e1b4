with

account_daily as (
    select * from {{ source('microsoft_ads', 'account_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
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
from account_daily
