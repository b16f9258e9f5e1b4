with

ticket_events as (
    {{ latest_snapshot(source('files', 'ticket_events')) }}
)

select
    ticket_events._account as account_id,
    ticket_events.row_number as row_id,
    ticket_events.ticket_id,
    ticket_events.occurred_at,
    {{ day_in_zone('ticket_events.occurred_at', "coalesce(accounts.time_zone, 'UTC')") }} as date_day,
    ticket_events.activity,
    ticket_events.group_id,
    ticket_events._loaded_at as loaded_at
from ticket_events
left join {{ ref('stg_files__accounts') }} as accounts on ticket_events._account = accounts.account_id
