select
    'linkedin_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    coalesce(campaign_name, campaign_id) as campaign_name,
    'paid_social' as channel,
    'all' as device,
    currency,
    cast(spend as {{ type_money() }}) as spend,
    cast(impressions as bigint) as impressions,
    cast(link_clicks as bigint) as clicks,
    cast(conversions as {{ type_double() }}) as conversions,
    cast(conversions_value as {{ type_money() }}) as conversions_value,
    cast(video_plays as bigint) as video_plays,
    cast(video_completions as bigint) as video_completions
from {{ ref('stg_linkedin_ads__campaign_daily') }}
