select
    'files' as platform,
    tickets.account_id,
    tickets.ticket_id,
    tickets.date_day,
    {{ day_in_zone('tickets.solved_at', "coalesce(accounts.time_zone, 'UTC')") }} as solved_on,
    tickets.status,
    tickets.channel,
    tickets.priority,
    tickets.group_id,
    tickets.reopens,
    tickets.replies,
    tickets.first_reply_minutes,
    tickets.full_resolution_minutes,
    tickets.requester_wait_minutes,
    tickets.satisfaction,
    cast(null as {{ type_instant() }}) as known_since
from {{ ref('stg_files__tickets') }} as tickets
left join {{ ref('stg_files__accounts') }} as accounts on tickets.account_id = accounts.account_id
