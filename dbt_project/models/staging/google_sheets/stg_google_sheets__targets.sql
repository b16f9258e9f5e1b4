with targets as (
    {{ latest_snapshot(source('google_sheets', 'targets')) }}
)

select
    _account as account_id,
    kpi,
    dimension,
    member,
    valid_from,
    valid_to,
    target,
    warn,
    fail,
    unit,
    _loaded_at as loaded_at
from targets
