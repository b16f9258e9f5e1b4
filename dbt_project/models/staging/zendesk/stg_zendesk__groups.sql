with groups as (
    {{ latest_snapshot(source('zendesk', 'groups')) }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as group_id,
    name as group_name,
    "default" as is_default,
    deleted as is_deleted,
    created_at,
    _loaded_at as loaded_at
from groups
