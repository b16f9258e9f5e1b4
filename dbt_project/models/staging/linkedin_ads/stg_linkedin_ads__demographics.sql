with

months as (
    select * from {{ source('linkedin_ads', 'demographics') }}
),

accounts as (
    select * from {{ ref('stg_linkedin_ads__accounts') }}
)

select
    months._account as account_id,
    months."date" as date_month,
    {{ dbt.split_part('months.campaign', "':'", 4) }} as campaign_id,
    lower(replace(months.pivot, 'MEMBER_', '')) as trait,
    months.value as trait_value,
    accounts.currency,
    months."costInLocalCurrency" as spend,
    months.impressions,
    months.clicks,
    months."externalWebsiteConversions" as conversions,
    months."oneClickLeads" as leads,
    months._loaded_at as loaded_at
from months
left join accounts on months._account = accounts.account_id
