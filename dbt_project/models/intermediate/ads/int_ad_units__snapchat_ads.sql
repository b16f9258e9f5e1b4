select
    'snapchat_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    ad_squad_id as ad_group_id,
    ad_squad_name as ad_group_name,
    ad_id,
    ad_name,
    currency,
    spend,
    impressions,
    swipes as clicks,
    purchases as conversions,
    purchases_value as conversions_value
from {{ ref('stg_snapchat_ads__ad_daily') }}
