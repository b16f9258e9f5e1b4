select
    'meta_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    ad_set_id as ad_group_id,
    ad_set_name as ad_group_name,
    ad_id,
    ad_name,
    currency,
    spend,
    impressions,
    link_clicks as clicks,
    conversions,
    conversions_value
from {{ ref('stg_meta_ads__ad_daily') }}
