with teams as (
    {{ latest_snapshot(source('intercom', 'teams')) }}
)

select
    _account as account_id,
    id as team_id,
    name as team_name,
    _loaded_at as loaded_at
from teams
