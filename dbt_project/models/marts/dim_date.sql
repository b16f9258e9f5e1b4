{# From before any file that people drop, to the end of the quarter that comes. #}
{% set begins = "cast('1995-01-01' as date)" %}
{% set a_monday = "cast('1994-12-26' as date)" %}

with

days as (
    {{ dbt.date_spine('day', begins, dbt.dateadd('day', 190, today())) }}
)

select
    cast(date_day as date) as date_day,
    cast({{ dbt.date_trunc('week', 'date_day') }} as date) as week_starts_on,
    cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_starts_on,
    cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_starts_on,
    cast(extract(year from date_day) as integer) as year,
    cast(extract(month from date_day) as integer) as month,
    cast(mod({{ dbt.datediff(a_monday, 'date_day', 'day') }}, 7) + 1 as integer) as weekday
from days
