select
    'google_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    case channel_type
        when 'SEARCH' then 'paid_search'
        when 'SHOPPING' then 'shopping'
        when 'VIDEO' then 'video'
        when 'PERFORMANCE_MAX' then 'cross_network'
        when 'DEMAND_GEN' then 'cross_network'
        else 'display'
    end as channel,
    device,
    currency,
    spend,
    impressions,
    clicks,
    conversions,
    conversions_value,
    cast(null as bigint) as video_plays,
    cast(null as bigint) as video_completions
from {{ ref('stg_google_ads__campaign_daily') }}
