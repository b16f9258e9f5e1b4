select
    date_day,
    account_id,
    search_type,
    clicks,
    impressions,
    position_sum
from {{ ref('stg_search_console__search_daily') }}
