{# A rate is good for its day and, where the bank publishes none, for up to seven days after it. #}
with

per_euro as (
    select date_day, currency, cast(rate as {{ type_double() }}) as rate
    from {{ ref('stg_ecb__rates') }}

    union all

    select distinct date_day, 'EUR' as currency, cast(1 as {{ type_double() }}) as rate
    from {{ ref('stg_ecb__rates') }}
),

published as (
    select
        currencies.date_day,
        currencies.currency,
        {{ ratio('reporting.rate', 'currencies.rate') }} as rate,
        lead(currencies.date_day) over (partition by currencies.currency order by currencies.date_day) as next_day
    from per_euro as currencies
    inner join per_euro as reporting
        on currencies.date_day = reporting.date_day
        and reporting.currency = '{{ var("reporting_currency") }}'
),

ages as (
    {% for age in range(8) %}
        select {{ age }} as age
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    cast({{ dbt.dateadd('day', 'ages.age', 'published.date_day') }} as date) as date_day,
    published.currency,
    published.rate,
    published.date_day as published_on
from published
cross join ages
where
    published.next_day is null
    or {{ dbt.dateadd('day', 'ages.age', 'published.date_day') }} < published.next_day
