with

reach as (
    select * from {{ source('tiktok_ads', 'campaign_weekly_reach') }}
)

select
    start_date as date_day,
    end_date as last_day,
    _account as account_id,
    "dimensions.campaign_id" as campaign_id,
    "metrics.campaign_name" as campaign_name,
    "metrics.impressions" as impressions,
    "metrics.reach" as reach,
    "metrics.frequency" as frequency,
    _loaded_at as loaded_at
from reach
