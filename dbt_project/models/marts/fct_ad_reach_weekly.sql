select
    platform,
    date_day,
    account_id,
    campaign_id,
    campaign_name,
    impressions,
    reach
from {{ ref('int_ad_reach') }}
