with metrics as (
    {{ latest_snapshot(source('klaviyo', 'metrics')) }}
)

select
    _account as account_id,
    id as metric_id,
    "attributes.name" as metric_name,
    "attributes.integration.key" as integration,
    "attributes.created" as created_at,
    "attributes.updated" as updated_at,
    _loaded_at as loaded_at
from metrics
