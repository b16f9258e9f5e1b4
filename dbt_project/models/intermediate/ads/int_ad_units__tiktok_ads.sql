select
    'tiktok_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    ad_group_id,
    ad_group_name,
    ad_id,
    ad_name,
    currency,
    spend,
    impressions,
    clicks,
    purchases as conversions,
    purchases_value as conversions_value
from {{ ref('stg_tiktok_ads__ad_daily') }}
