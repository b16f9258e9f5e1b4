with tickets as (
    {{ latest_version(source('zendesk', 'tickets'), ['_account', 'id'], 'generated_timestamp') }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as ticket_id,
    created_at,
    updated_at,
    generated_timestamp as exported_at,
    "metric_set.solved_at" as solved_at,
    status,
    priority,
    type as ticket_type,
    case "via.channel" when 'voice' then 'phone' when 'native_messaging' then 'chat' else "via.channel" end as channel,
    cast(group_id as {{ dbt.type_string() }}) as group_id,
    cast(brand_id as {{ dbt.type_string() }}) as brand_id,
    cast(assignee_id as {{ dbt.type_string() }}) as assignee_id,
    cast(requester_id as {{ dbt.type_string() }}) as requester_id,
    "metric_set.reopens" as reopens,
    "metric_set.replies" as replies,
    "metric_set.reply_time_in_minutes.calendar" as first_reply_minutes,
    "metric_set.first_resolution_time_in_minutes.calendar" as first_resolution_minutes,
    "metric_set.full_resolution_time_in_minutes.calendar" as full_resolution_minutes,
    "metric_set.requester_wait_time_in_minutes.calendar" as requester_wait_minutes,
    case
        when "satisfaction_rating.score" like 'good%' then 'good'
        when "satisfaction_rating.score" like 'bad%' then 'bad'
        else coalesce("satisfaction_rating.score", 'unoffered')
    end as satisfaction,
    _loaded_at as loaded_at
from tickets
where status <> 'deleted'
