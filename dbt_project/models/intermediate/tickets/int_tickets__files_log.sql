{# A log of events becomes tickets: what sounds like solving or closing ends one, unless more happens after it. Where
   nothing in a log sounds like that, as when its activities are codes, the last event of a ticket ends it. #}
with

events as (
    select
        account_id,
        ticket_id,
        min(date_day) as date_day,
        min(occurred_at) as created_at,
        max(occurred_at) as last_event_at,
        max(
            case when lower(activity) like '%solve%' or lower(activity) like '%close%' then occurred_at end
        ) as solved_at
    from {{ ref('stg_files__ticket_events') }}
    group by account_id, ticket_id
),

logged as (
    select
        account_id,
        ticket_id,
        date_day,
        created_at,
        last_event_at,
        case
            when count(solved_at) over (partition by account_id) = 0 then last_event_at
            else solved_at
        end as solved_at
    from events
)

select
    'files' as platform,
    logged.account_id,
    logged.ticket_id,
    logged.date_day,
    case
        when logged.solved_at = logged.last_event_at
            then {{ day_in_zone('logged.solved_at', "coalesce(accounts.time_zone, 'UTC')") }}
    end as solved_on,
    case when logged.solved_at = logged.last_event_at then 'closed' else 'open' end as status,
    cast(null as {{ dbt.type_string() }}) as channel,
    cast(null as {{ dbt.type_string() }}) as priority,
    cast(null as {{ dbt.type_string() }}) as group_id,
    cast(null as bigint) as reopens,
    cast(null as bigint) as replies,
    cast(null as {{ type_double() }}) as first_reply_minutes,
    case
        when logged.solved_at = logged.last_event_at
            then {{ ratio(dbt.datediff('logged.created_at', 'logged.solved_at', 'second'), '60') }}
    end as full_resolution_minutes,
    cast(null as {{ type_double() }}) as requester_wait_minutes,
    cast(null as {{ dbt.type_string() }}) as satisfaction,
    cast(null as {{ type_instant() }}) as known_since
from logged
left join {{ ref('stg_files__accounts') }} as accounts on logged.account_id = accounts.account_id
