with agents as (
    {{ latest_snapshot(source('zendesk', 'agents')) }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as agent_id,
    role,
    cast(default_group_id as {{ dbt.type_string() }}) as default_group_id,
    active as is_active,
    suspended as is_suspended,
    created_at,
    _loaded_at as loaded_at
from agents
