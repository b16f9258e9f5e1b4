with sites as (
    {{ latest_snapshot(source('search_console', 'sites')) }}
)

select
    _account as account_id,
    "permissionLevel" as permission_level,
    _loaded_at as loaded_at
from sites
