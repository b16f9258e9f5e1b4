with

report as (
    select *, "adGroup.id" as ad_group_id, "adGroupCriterion.criterionId" as keyword_id
    from {{ source('google_ads', 'keyword_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
),

keywords as (
    select * from {{ ref('stg_google_ads__keywords') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report.ad_group_id,
    report.keyword_id,
    keywords.keyword,
    keywords.match_type,
    lower(report."segments.device") as device,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report."metrics.historicalQualityScore" as quality_score,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
left join keywords
    on report._account = keywords.account_id
    and report.ad_group_id = keywords.ad_group_id
    and report.keyword_id = keywords.keyword_id
