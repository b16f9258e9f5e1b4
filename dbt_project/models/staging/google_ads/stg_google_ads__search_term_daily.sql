with

report as (
    select * from {{ source('google_ads', 'search_term_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report."adGroup.id" as ad_group_id,
    report."searchTermView.searchTerm" as search_term,
    report."segments.searchTermMatchType" as match_type,
    report."segments.searchTermMatchSource" as match_source,
    coalesce({{ dbt.split_part('report."segments.keyword.adGroupCriterion"', "'~'", 2) }}, '') as keyword_id,
    report."searchTermView.status" as status,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
