with tickets as (
    {{ latest_version(source('zendesk', 'tickets'), ['_account', 'id'], 'generated_timestamp') }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as ticket_id,
    "metric_set.initially_assigned_at" as first_assigned_at,
    "metric_set.assigned_at" as assigned_at,
    "metric_set.solved_at" as solved_at,
    "metric_set.latest_comment_added_at" as last_comment_at,
    "metric_set.group_stations" as groups_passed,
    "metric_set.assignee_stations" as assignees_passed,
    "metric_set.reopens" as reopens,
    "metric_set.replies" as replies,
    {% for measure, column in [
        ('reply_time', 'first_reply'), ('first_resolution_time', 'first_resolution'),
        ('full_resolution_time', 'full_resolution'), ('agent_wait_time', 'agent_wait'),
        ('requester_wait_time', 'requester_wait'), ('on_hold_time', 'on_hold')
    ] -%}
        "metric_set.{{ measure }}_in_minutes.calendar" as {{ column }}_minutes,
        "metric_set.{{ measure }}_in_minutes.business" as {{ column }}_business_minutes,
    {% endfor -%}
    _loaded_at as loaded_at
from tickets
where "metric_set.id" is not null
