select
    source,
    stream,
    account as account_id,
    started_at,
    since,
    until,
    days,
    rows,
    seconds,
    extra as unknown_fields,
    withdrawn,
    error
from {{ source('kadran', 'loads') }}
