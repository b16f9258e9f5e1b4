select
    date_day,
    account_id,
    country,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(engaged_sessions) as bigint) as engaged_sessions
from {{ ref('stg_ga4__geo') }}
group by date_day, account_id, country
