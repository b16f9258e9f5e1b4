select
    'meta_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    'paid_social' as channel,
    'all' as device,
    currency,
    spend,
    impressions,
    link_clicks as clicks,
    conversions,
    conversions_value,
    video_plays,
    video_completions
from {{ ref('stg_meta_ads__ad_daily') }}
