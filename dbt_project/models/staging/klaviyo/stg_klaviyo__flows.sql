with flows as (
    {{ latest_snapshot(source('klaviyo', 'flows')) }}
)

select
    _account as account_id,
    id as flow_id,
    "attributes.name" as flow_name,
    "attributes.status" as status,
    "attributes.archived" as is_archived,
    "attributes.trigger_type" as trigger_type,
    "attributes.created" as created_at,
    "attributes.updated" as updated_at,
    _loaded_at as loaded_at
from flows
