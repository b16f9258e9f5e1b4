with

days as (
    select * from {{ source('tiktok_ads', 'campaign_daily_country') }}
),

accounts as (
    select * from {{ ref('stg_tiktok_ads__accounts') }}
)

select
    days."dimensions.stat_time_day" as date_day,
    days._account as account_id,
    days."dimensions.campaign_id" as campaign_id,
    days."dimensions.country_code" as country,
    accounts.currency,
    days."metrics.spend" as spend,
    days."metrics.impressions" as impressions,
    days."metrics.clicks" as clicks,
    days."metrics.conversion" as conversions,
    days._loaded_at as loaded_at
from days
left join accounts on days._account = accounts.account_id
