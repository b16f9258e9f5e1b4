with events as (
    {{ latest_snapshot(source('files', 'events')) }}
)

select
    _account as account_id,
    row_number as row_id,
    lower(kind) as kind,
    name as event_name,
    starts_on,
    ends_on,
    upper(country) as country,
    kpi,
    _loaded_at as loaded_at
from events
