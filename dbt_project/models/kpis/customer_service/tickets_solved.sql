with

solved as (
    select solved_on as date_day, channel, priority
    from {{ ref('fct_tickets') }}
    where solved_on is not null
)

{{ kpi('solved', numerator='count(*)', dimensions=['channel', 'priority']) }}
