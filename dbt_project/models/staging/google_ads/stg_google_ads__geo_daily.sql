with

report as (
    select *, "geographicView.countryCriterionId" as country_criterion_id from {{ source('google_ads', 'geo_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
),

countries as (
    select * from {{ ref('stg_google_ads__countries') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report."geographicView.locationType" as location_type,
    report.country_criterion_id,
    countries.country_code,
    countries.country_name,
    coalesce({{ dbt.split_part('report."segments.geoTargetRegion"', "'/'", 2) }}, '') as region_criterion_id,
    accounts.currency,
    {{ micros('report."metrics.costMicros"') }} as spend,
    report."metrics.impressions" as impressions,
    report."metrics.clicks" as clicks,
    report."metrics.conversions" as conversions,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
left join countries
    on report._account = countries.account_id and report.country_criterion_id = countries.country_criterion_id
