with

report as (
    select * from {{ source('google_ads', 'conversions_by_action_daily') }}
),

accounts as (
    select * from {{ ref('stg_google_ads__accounts') }}
)

select
    report."segments.date" as date_day,
    report._account as account_id,
    report."campaign.id" as campaign_id,
    {{ dbt.split_part('report."segments.conversionAction"', "'/'", 4) }} as conversion_action_id,
    report."segments.conversionActionName" as conversion_action_name,
    report."segments.conversionActionCategory" as category,
    accounts.currency,
    report."metrics.conversions" as conversions,
    cast(report."metrics.conversionsValue" as {{ type_money() }}) as conversions_value,
    report."metrics.allConversions" as all_conversions,
    cast(report."metrics.allConversionsValue" as {{ type_money() }}) as all_conversions_value,
    report._loaded_at as loaded_at
from report
left join accounts on report._account = accounts.account_id
