select
    date_day,
    account_id,
    event_name,
    cast(sum(event_count) as bigint) as event_count
from {{ ref('stg_ga4__events') }}
group by date_day, account_id, event_name
