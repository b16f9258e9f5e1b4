with stages as (
    {{ latest_snapshot(source('hubspot', 'pipeline_stages')) }}
)

select
    _account as account_id,
    "pipeline.id" as pipeline_id,
    "pipeline.label" as pipeline_name,
    id as stage_id,
    label as stage_name,
    "displayOrder" as stage_order,
    "metadata.isClosed" as is_closed,
    "metadata.isClosed" and "metadata.probability" = 1 as is_won,
    "metadata.probability" as probability,
    archived as is_archived,
    _loaded_at as loaded_at
from stages
