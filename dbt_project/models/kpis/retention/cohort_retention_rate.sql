{# A cohort has a row for a horizon only once so many days have passed for it: cohorts are compared at one age. #}
with

known as (
    select max(last_order_on) as until
    from {{ ref('fct_customers') }}
),

cohorts as (
    {% for days in [30, 60, 90] %}
        select
            customers.date_day,
            'day {{ days }}' as horizon,
            case
                when customers.second_order_on <= {{ dbt.dateadd('day', days, 'customers.date_day') }} then 1
                else 0
            end as is_back
        from {{ ref('fct_customers') }} as customers
        inner join known on known.until >= {{ dbt.dateadd('day', days, 'customers.date_day') }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

{{ kpi('cohorts', numerator='sum(is_back)', denominator='count(*)', where="horizon = 'day 90'") }}

union all

{{ kpi('cohorts', numerator='sum(is_back)', denominator='count(*)', dimensions=['horizon'], with_total=false) }}
