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
    coalesce(
        tickets.full_resolution_minutes,
        {{ ratio(dbt.datediff('tickets.created_at', 'tickets.solved_at', 'second'), '60') }}
    ) as full_resolution_minutes,
    tickets.requester_wait_minutes,
    case
        when tickets.satisfaction in ('4', '5') then 'good'
        when tickets.satisfaction in ('1', '2', '3') then 'bad'
        else tickets.satisfaction
    end as satisfaction,
    tickets._loaded_at as loaded_at
from tickets
left join {{ ref('stg_files__accounts') }} as accounts on tickets._account = accounts.account_id
