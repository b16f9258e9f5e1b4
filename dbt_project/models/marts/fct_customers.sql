{# One row per customer, on the day of the first order, with all that has come of it so far. Those whose first order was
   before the days that we know are left out. #}
select
    platform,
    account_id,
    customer_key,
    min(date_day) as date_day,
    max(case when customer_order_number = 1 then utm_medium end) as first_medium,
    min(case when customer_order_number = 2 then date_day end) as second_order_on,
    max(date_day) as last_order_on,
    count(*) as orders,
    cast(sum(net_revenue_reporting) as {{ type_money() }}) as net_revenue_reporting
from {{ ref('fct_orders') }}
where is_counted and customer_key is not null
group by platform, account_id, customer_key
having min(customer_order_number) = 1
