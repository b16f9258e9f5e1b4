with

days as (
    select * from {{ source('meta_ads', 'campaign_daily_country') }}
)

select
    date_start as date_day,
    _account as account_id,
    campaign_id,
    campaign_name,
    country,
    account_currency as currency,
    spend,
    coalesce(impressions, 0) as impressions,
    coalesce(clicks, 0) as clicks,
    coalesce(inline_link_clicks, 0) as link_clicks,
    actions,
    action_values,
    _loaded_at as loaded_at
from days
