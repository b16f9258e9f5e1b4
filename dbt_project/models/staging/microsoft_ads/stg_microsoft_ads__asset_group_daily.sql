with

asset_group_daily as (
    select * from {{ source('microsoft_ads', 'asset_group_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AssetGroupId" as asset_group_id,
    "AssetGroupName" as asset_group_name,
    "Spend" as spend,
    "Impressions" as impressions,
    "Clicks" as clicks,
    "Conversions" as conversions,
    "Revenue" as conversions_value,
    _loaded_at as loaded_at
from asset_group_daily
