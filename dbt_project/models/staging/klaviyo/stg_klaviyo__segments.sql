with segments as (
    {{ latest_snapshot(source('klaviyo', 'segments')) }}
)

select
    _account as account_id,
    id as segment_id,
    "attributes.name" as segment_name,
    "attributes.is_active" as is_active,
    "attributes.created" as created_at,
    "attributes.updated" as updated_at,
    _loaded_at as loaded_at
from segments
