with events as (
    {{ latest_version(source('zendesk', 'ticket_metric_events'), ['_account', 'id'], '_loaded_at') }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as event_id,
    cast(ticket_id as {{ dbt.type_string() }}) as ticket_id,
    metric,
    instance_id,
    type as event_type,
    "time" as occurred_at,
    "status.calendar" as calendar_minutes,
    "status.business" as business_minutes,
    cast({{ json_text('sla', 'target') }} as {{ type_double() }}) as sla_target_minutes,
    {{ json_text('sla', 'policy.title') }} as sla_policy,
    coalesce(deleted, false) as is_deleted,
    _loaded_at as loaded_at
from events
