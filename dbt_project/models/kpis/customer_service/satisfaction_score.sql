with

rated as (
    select coalesce(solved_on, date_day) as date_day, channel, priority, satisfaction
    from {{ ref('fct_tickets') }}
    where satisfaction in ('good', 'bad')
)

{{ kpi(
    'rated',
    numerator="sum(case when satisfaction = 'good' then 1 else 0 end)",
    denominator='count(*)',
    dimensions=['channel', 'priority']
) }}
