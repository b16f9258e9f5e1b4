with

resolved as (
    select coalesce(solved_on, date_day) as date_day, channel, priority, full_resolution_minutes
    from {{ ref('fct_tickets') }}
    where full_resolution_minutes is not null
)

{{ kpi(
    'resolved',
    numerator='sum(full_resolution_minutes) / 1440',
    denominator='count(*)',
    dimensions=['channel', 'priority']
) }}
