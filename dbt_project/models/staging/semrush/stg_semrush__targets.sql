with targets as (
    {{ latest_snapshot(source('semrush', 'targets')) }}
)

select
    _account as account_id,
    domain,
    is_own,
    api_units,
    _loaded_at as loaded_at
from targets
