{# A swipe up opens what the ad links to. Conversions are purchases, 28 days after a swipe and 1 day after a view. #}
select
    'snapchat_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    'paid_social' as channel,
    'all' as device,
    currency,
    spend,
    impressions,
    swipes as clicks,
    purchases as conversions,
    purchases_value as conversions_value,
    video_plays,
    video_completions
from {{ ref('stg_snapchat_ads__campaign_daily') }}
