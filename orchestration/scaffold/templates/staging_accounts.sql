with accounts as (
    {{ latest_snapshot(source('$name', 'accounts')) }}
)

select
    id as account_id,
    name as account_name,
    time_zone,
    currency,
    _loaded_at as loaded_at
from accounts
