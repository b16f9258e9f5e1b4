{# A customer counts from an order until the next one, or for a year: each order adds one on its day and takes one off
   when its time is over, so the running sum is the number of different people of the last 365 days. #}
with

purchases as (
    select distinct customer_key, date_day
    from {{ ref('fct_orders') }}
    where is_counted and customer_key is not null

    union distinct

    select distinct
        {{ dbt.concat(['platform', "'/'", 'account_id', "'/lead/'", 'lead_id']) }} as customer_key,
        customer_on as date_day
    from {{ ref('fct_leads') }}
    where customer_on is not null
),

spells as (
    select
        date_day as starts_on,
        {{ dbt.dateadd('day', 365, 'date_day') }} as forgotten_on,
        lead(date_day) over (partition by customer_key order by date_day) as returns_on
    from purchases
),

changes as (
    select starts_on as date_day, 1 as customers
    from spells

    union all

    select cast(least(coalesce(returns_on, forgotten_on), forgotten_on) as date) as date_day, -1 as customers
    from spells
),

changes_daily as (
    select date_day, sum(customers) as customers
    from changes
    group by date_day
),

paid as (
    select min(date_day) as since, max(date_day) as until
    from {{ ref('fct_ads_daily') }}
),

years as (
    select
        days.date_day,
        row_number() over (order by days.date_day) as days_known,
        sum(changes_daily.customers) over (order by days.date_day rows unbounded preceding) as customers,
        sum(growth.revenue_reporting) over (order by days.date_day rows 364 preceding) as revenue,
        sum(growth.spend_reporting) over (order by days.date_day rows 364 preceding) as spend,
        sum(growth.new_customers) over (order by days.date_day rows 364 preceding) as new_customers
    from {{ ref('dim_date') }} as days
    inner join paid on days.date_day between paid.since and paid.until
    left join {{ ref('fct_growth_daily') }} as growth on days.date_day = growth.date_day
    left join changes_daily on days.date_day = changes_daily.date_day
)

{{ kpi(
    'years',
    numerator='max(' ~ ratio('revenue', 'customers') ~ ')',
    denominator='max(' ~ ratio('spend', 'new_customers') ~ ')',
    where='days_known >= 365'
) }}
