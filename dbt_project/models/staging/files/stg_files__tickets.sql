with

tickets as (
    {{ latest_snapshot(source('files', 'tickets')) }}
)

select
    tickets._account as account_id,
    tickets.ticket_id,
    tickets.created_at,
    {{ day_in_zone('tickets.created_at', "coalesce(accounts.time_zone, 'UTC')") }} as date_day,
    tickets.updated_at,
    tickets.solved_at,
    tickets.status,
    tickets.priority,
    tickets.channel,
    tickets.group_id,
    tickets.reopens,
    tickets.replies,
    tickets.first_reply_minutes,
    tickets.full_resolution_minutes,
    tickets.requester_wait_minutes,
    tickets.satisfaction,
    tickets._loaded_at as loaded_at
from tickets
left join {{ ref('stg_files__accounts') }} as accounts on tickets._account = accounts.account_id
