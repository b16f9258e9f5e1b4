with

report as (
    select * from {{ source('google_ads', 'ad_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report."adGroup.id" as ad_group_id,
    report."adGroupAd.ad.id" as ad_id,
    report."segments.adNetworkType" as ad_network_type,
    lower(report."segments.device") as device,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report."metrics.allConversions" as all_conversions,
    report."metrics.videoTrueviewViews" as video_views,
    report."metrics.videoQuartileP25Rate" as video_quartile_p25_rate,
    report."metrics.videoQuartileP100Rate" as video_quartile_p100_rate,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
