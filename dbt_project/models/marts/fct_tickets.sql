{# A ticket comes when it changes, so of days before the oldest change only some are known: those days are left out. #}
select
    platform,
    account_id,
    ticket_id,
    date_day,
    solved_on,
    status,
    channel,
    priority,
    group_id,
    status in ('solved', 'closed') as is_solved,
    cast(reopens as bigint) as reopens,
    cast(replies as bigint) as replies,
    cast(first_reply_minutes as {{ type_double() }}) as first_reply_minutes,
    cast(full_resolution_minutes as {{ type_double() }}) as full_resolution_minutes,
    cast(requester_wait_minutes as {{ type_double() }}) as requester_wait_minutes,
    satisfaction
from {{ ref('int_tickets') }}
where known_since is null or date_day > cast(known_since as date)
