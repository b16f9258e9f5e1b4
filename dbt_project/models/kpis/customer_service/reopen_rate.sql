with

solved as (
    select solved_on as date_day, channel, priority, reopens
    from {{ ref('fct_tickets') }}
    where solved_on is not null and reopens is not null
)

{{ kpi(
    'solved',
    numerator='sum(case when reopens > 0 then 1 else 0 end)',
    denominator='count(*)',
    dimensions=['channel', 'priority']
) }}
