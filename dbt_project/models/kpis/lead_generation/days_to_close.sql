with

won as (
    select
        customer_on as date_day,
        channel,
        {{ dbt.datediff('date_day', 'customer_on', 'day') }} as days
    from {{ ref('fct_leads') }}
    where customer_on is not null
)

{{ kpi(
    'won',
    numerator='sum(days)',
    denominator='count(*)',
    dimensions=["coalesce(channel, '(none)') as source"]
) }}
