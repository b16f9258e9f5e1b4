{# People are not added up: each day counts for itself who ordered in the 28 days so far, once that many are known. #}
with

purchases as (
    select distinct date_day, customer_key
    from {{ ref('fct_orders') }}
    where is_counted and customer_key is not null
),

known as (
    select date_day, min(date_day) over () as since
    from (select distinct date_day from purchases) as days
),

windows as (
    select known.date_day, purchases.customer_key
    from known
    inner join purchases
        on known.date_day >= purchases.date_day
        and known.date_day < {{ dbt.dateadd('day', 28, 'purchases.date_day') }}
    where known.date_day >= {{ dbt.dateadd('day', 27, 'known.since') }}
)

{{ kpi('windows', numerator='count(distinct customer_key)') }}
