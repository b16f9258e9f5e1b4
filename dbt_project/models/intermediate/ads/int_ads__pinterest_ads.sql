{# Conversions are checkouts: Pinterest's TOTAL_CONVERSIONS adds page visits and sign-ups to them. Video figures hold
   what people passed on, too. #}
select
    'pinterest_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    'paid_social' as channel,
    'all' as device,
    currency,
    spend,
    impressions,
    outbound_clicks as clicks,
    checkouts as conversions,
    checkouts_value as conversions_value,
    video_plays,
    video_completions
from {{ ref('stg_pinterest_ads__campaign_daily') }}
