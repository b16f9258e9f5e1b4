with

campaign_share_daily as (
    select * from {{ source('microsoft_ads', 'campaign_share_daily') }}
)

select
    "TimePeriod" as date_day,
    _account as account_id,
    "CampaignId" as campaign_id,
    "Impressions" as impressions,
    {{ ratio('"Impressions" * 100', '"ImpressionSharePercent"') }} as eligible_impressions,
    "ImpressionSharePercent" / 100 as impression_share,
    "ImpressionLostToBudgetPercent" / 100 as budget_lost_impression_share,
    "ImpressionLostToRankAggPercent" / 100 as rank_lost_impression_share,
    _loaded_at as loaded_at
from campaign_share_daily
