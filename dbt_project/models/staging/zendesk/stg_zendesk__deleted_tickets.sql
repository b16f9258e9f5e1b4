with tickets as (
    {{ latest_version(source('zendesk', 'tickets'), ['_account', 'id'], 'generated_timestamp') }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as ticket_id,
    created_at,
    updated_at as deleted_at,
    _loaded_at as loaded_at
from tickets
where status = 'deleted'
