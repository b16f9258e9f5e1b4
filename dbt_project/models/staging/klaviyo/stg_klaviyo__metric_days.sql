with

days as (
    select * from {{ source('klaviyo', 'metric_days') }}
),

accounts as (
    select * from {{ ref('stg_klaviyo__accounts') }}
)

select
    days._account as account_id,
    days.date as date_day,
    days.metric_id,
    days.metric_name,
    days."count" as events,
    days."unique" as people,
    cast(days.sum_value as {{ type_money() }}) as total_value,
    accounts.currency,
    days._loaded_at as loaded_at
from days
left join accounts on days._account = accounts.account_id
