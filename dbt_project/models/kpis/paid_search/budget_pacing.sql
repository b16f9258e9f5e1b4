with

days as (
    select date_day, spend_reporting, cast(null as {{ type_money() }}) as budget_reporting
    from {{ ref('fct_ads_daily') }}
    where channel not in ('paid_social', 'offline')

    union all

    select date_day, cast(null as {{ type_money() }}) as spend_reporting, budget_reporting
    from {{ ref('fct_budgets_daily') }}
    where channel not in ('paid_social', 'offline')
)

{{ kpi('days', numerator='sum(spend_reporting)', denominator='sum(budget_reporting)') }}
