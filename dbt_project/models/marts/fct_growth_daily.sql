{# Marketing against the business, per day. What nobody reported stays null: it is not known to be zero. #}
with

parts as (
    select
        date_day,
        spend_reporting,
        conversions as claimed_conversions,
        cast(null as {{ type_money() }}) as revenue_reporting,
        cast(null as integer) as conversions,
        cast(null as integer) as new_customers
    from {{ ref('fct_ads_daily') }}

    union all

    select
        date_day,
        cast(null as {{ type_money() }}) as spend_reporting,
        cast(null as {{ type_double() }}) as claimed_conversions,
        net_revenue_reporting as revenue_reporting,
        1 as conversions,
        case when customer_order_number = 1 then 1 else 0 end as new_customers
    from {{ ref('fct_orders') }}
    where is_counted

    union all

    select
        date_day,
        cast(null as {{ type_money() }}) as spend_reporting,
        cast(null as {{ type_double() }}) as claimed_conversions,
        cast(null as {{ type_money() }}) as revenue_reporting,
        1 as conversions,
        cast(null as integer) as new_customers
    from {{ ref('fct_leads') }}

    union all

    select
        customer_on as date_day,
        cast(null as {{ type_money() }}) as spend_reporting,
        cast(null as {{ type_double() }}) as claimed_conversions,
        cast(null as {{ type_money() }}) as revenue_reporting,
        cast(null as integer) as conversions,
        1 as new_customers
    from {{ ref('fct_leads') }}
    where customer_on is not null

    union all

    select
        closed_on as date_day,
        cast(null as {{ type_money() }}) as spend_reporting,
        cast(null as {{ type_double() }}) as claimed_conversions,
        amount_reporting as revenue_reporting,
        cast(null as integer) as conversions,
        cast(null as integer) as new_customers
    from {{ ref('fct_deals') }}
    where is_won
)

select
    date_day,
    cast(sum(spend_reporting) as {{ type_money() }}) as spend_reporting,
    cast(sum(claimed_conversions) as {{ type_double() }}) as claimed_conversions,
    cast(sum(revenue_reporting) as {{ type_money() }}) as revenue_reporting,
    cast(sum(conversions) as bigint) as conversions,
    cast(sum(new_customers) as bigint) as new_customers
from parts
group by date_day
