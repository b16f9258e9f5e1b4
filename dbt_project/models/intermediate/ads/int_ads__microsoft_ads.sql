{# Types come as words for people, which Microsoft rewrites now and then. #}
select
    'microsoft_ads' as platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    case
        when lower(campaign_type) like '%shopping%' then 'shopping'
        when lower(campaign_type) like '%performance max%' then 'cross_network'
        when lower(campaign_type) like '%video%' then 'video'
        when lower(campaign_type) like '%audience%' or lower(campaign_type) like '%app%' then 'display'
        else 'paid_search'
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
from {{ ref('stg_microsoft_ads__campaign_daily') }}
