with

report as (
    select *, "campaign.id" as campaign_id from {{ source('google_ads', 'campaign_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
),

campaigns as (
    select * from {{ ref('stg_google_ads__campaigns') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report.campaign_id,
    campaigns.campaign_name,
    campaigns.channel_type,
    report."segments.adNetworkType" as ad_network_type,
    lower(report."segments.device") as device,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report."metrics.allConversions" as all_conversions,
    cast(report."metrics.allConversionsValue" as {{ type_money() }}) as all_conversions_value,
    report."metrics.viewThroughConversions" as view_through_conversions,
    report."metrics.interactions" as interactions,
    report."metrics.videoTrueviewViews" as video_views,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
left join campaigns
    on report._account = campaigns.account_id and report.campaign_id = campaigns.campaign_id
