{# Dated by the day on which silence becomes a loss, so that yesterday's figure is final. #}
with

purchases as (
    select
        date_day,
        customer_key,
        lead(date_day) over (partition by customer_key order by date_day) as returned_on
    from (
        select distinct date_day, customer_key
        from {{ ref('fct_orders') }}
        where is_counted and customer_key is not null
    ) as days
),

known as (
    select max(date_day) as until
    from purchases
),

due as (
    select
        cast({{ dbt.dateadd('day', 90, 'purchases.date_day') }} as date) as date_day,
        case
            when purchases.returned_on <= {{ dbt.dateadd('day', 90, 'purchases.date_day') }} then 0
            else 1
        end as is_lost
    from purchases
    inner join known on known.until >= {{ dbt.dateadd('day', 90, 'purchases.date_day') }}
)

{{ kpi('due', numerator='sum(is_lost)', denominator='count(*)') }}
