{# A stock: on each day, the tickets that were created by then and not solved. #}
with

tickets as (
    select ticket_id, channel, priority, date_day as opened_on, solved_on
    from {{ ref('fct_tickets') }}
),

known as (
    select min(opened_on) as since, max(coalesce(solved_on, opened_on)) as until
    from tickets
),

stock as (
    select days.date_day, tickets.ticket_id, tickets.channel, tickets.priority
    from {{ ref('dim_date') }} as days
    inner join known on days.date_day between known.since and known.until
    left join tickets
        on days.date_day >= tickets.opened_on and (tickets.solved_on is null or days.date_day < tickets.solved_on)
)

{{ kpi('stock', numerator='count(ticket_id)') }}

union all

{{ kpi(
    'stock',
    numerator='count(*)',
    dimensions=['channel', 'priority'],
    where='ticket_id is not null',
    with_total=false
) }}
