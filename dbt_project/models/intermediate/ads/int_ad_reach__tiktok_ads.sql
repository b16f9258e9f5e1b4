select
    'tiktok_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    impressions,
    reach
from {{ ref('stg_tiktok_ads__campaign_weekly_reach') }}
