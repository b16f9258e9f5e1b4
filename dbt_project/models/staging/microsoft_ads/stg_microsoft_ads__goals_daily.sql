with

goals_daily as (
    select * from {{ source('microsoft_ads', 'goals_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "AdGroupId" as ad_group_id,
    "KeywordId" as keyword_id,
    "GoalId" as goal_id,
    "Goal" as goal_name,
    "GoalType" as goal_type,
    {{ microsoft_device('"DeviceType"') }} as device,
    "DeviceType" as device_type,
    "AllConversionsQualified" as all_conversions,
    "AllRevenue" as all_conversions_value,
    "Assists" as assists,
    "ViewThroughConversions" as view_through_conversions,
    _loaded_at as loaded_at
from goals_daily
