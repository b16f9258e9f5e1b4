with

parts as (
    select date_day, network, cost_reporting, cast(null as {{ type_money() }}) as revenue_reporting
    from {{ ref('fct_influencer_posts') }}

    union all

    select
        date_day,
        utm_source as network,
        cast(null as {{ type_money() }}) as cost_reporting,
        net_revenue_reporting as revenue_reporting
    from {{ ref('fct_orders') }}
    where is_counted and utm_medium = 'influencer'
)

{{ kpi('parts', numerator='sum(revenue_reporting)', denominator='sum(cost_reporting)', dimensions=['network']) }}
