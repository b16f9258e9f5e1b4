select
    'pinterest_ads' as platform,
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
    outbound_clicks as clicks,
    checkouts as conversions,
    checkouts_value as conversions_value
from {{ ref('stg_pinterest_ads__ad_daily') }}
