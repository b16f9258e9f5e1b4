with

report as (
    select * from {{ source('google_ads', 'ad_group_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report."adGroup.id" as ad_group_id,
    lower(report."segments.device") as device,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report."metrics.allConversions" as all_conversions,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
