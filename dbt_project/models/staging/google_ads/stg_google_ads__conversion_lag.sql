with

report as (
    select * from {{ source('google_ads', 'conversion_lag') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    report."segments.month" as month_start,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    report."segments.conversionLagBucket" as lag_bucket,
    accounts.currency,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
