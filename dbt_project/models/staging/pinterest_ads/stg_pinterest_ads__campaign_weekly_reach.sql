with

reach as (
    select * from {{ source('pinterest_ads', 'campaign_weekly_reach') }}
)

select
    start_date as date_day,
    end_date as last_day,
    _account as account_id,
    "CAMPAIGN_ID" as campaign_id,
    "TOTAL_IMPRESSION" as impressions,
    "TOTAL_IMPRESSION_USER" as reach,
    "TOTAL_IMPRESSION_FREQUENCY" as frequency,
    _loaded_at as loaded_at
from reach
