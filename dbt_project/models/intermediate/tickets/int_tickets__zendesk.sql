select
    'zendesk' as platform,
    tickets.account_id,
    tickets.ticket_id,
    {{ day_in_zone('tickets.created_at', 'accounts.time_zone') }} as date_day,
    case
        when tickets.status in ('solved', 'closed') then {{ day_in_zone('tickets.solved_at', 'accounts.time_zone') }}
    end as solved_on,
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
    min(tickets.updated_at) over (partition by tickets.account_id) as known_since
from {{ ref('stg_zendesk__tickets') }} as tickets
inner join {{ ref('stg_zendesk__accounts') }} as accounts on tickets.account_id = accounts.account_id
