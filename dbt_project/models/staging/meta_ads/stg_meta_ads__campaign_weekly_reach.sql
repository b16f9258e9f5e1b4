with

reach as (
    select * from {{ source('meta_ads', 'campaign_weekly_reach') }}
)

select
    date_start as date_day,
    date_stop as last_day,
    _account as account_id,
    campaign_id,
    campaign_name,
    coalesce(impressions, 0) as impressions,
    reach,
    frequency,
    _loaded_at as loaded_at
from reach
