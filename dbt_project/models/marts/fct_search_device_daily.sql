select
    date_day,
    account_id,
    search_type,
    device,
    clicks,
    impressions,
    position_sum
from {{ ref('stg_search_console__search_by_device') }}
