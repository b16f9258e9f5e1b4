with days as (
    {{ latest_snapshot(source('holidays', 'days')) }}
)

select
    _account as country,
    date as date_day,
    name as holiday_name,
    _loaded_at as loaded_at
from days
