{# Sums, not a join: a day without revenue counts, and one without a market's size stays unknown. #}
with

parts as (
    select date_day, revenue_reporting, cast(null as {{ type_money() }}) as market_size_reporting
    from {{ ref('fct_growth_daily') }}

    union all

    select date_day, cast(null as {{ type_money() }}) as revenue_reporting, market_size_reporting
    from {{ ref('fct_market_daily') }}
)

{{ kpi('parts', numerator='sum(revenue_reporting)', denominator='sum(market_size_reporting)') }}
