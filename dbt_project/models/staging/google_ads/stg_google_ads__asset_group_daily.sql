with

report as (
    select * from {{ source('google_ads', 'asset_group_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report."assetGroup.id" as asset_group_id,
    report."assetGroup.name" as asset_group_name,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
