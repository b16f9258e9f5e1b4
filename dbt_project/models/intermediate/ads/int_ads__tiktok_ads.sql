{# Conversions are purchases, as at the other platforms. TikTok's own `conversion` counts whatever each ad group is
   optimised for. #}
select
    'tiktok_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    'paid_social' as channel,
    'all' as device,
    currency,
    spend,
    impressions,
    clicks,
    purchases as conversions,
    purchases_value as conversions_value,
    video_plays,
    video_completions
from {{ ref('stg_tiktok_ads__ad_daily') }}
