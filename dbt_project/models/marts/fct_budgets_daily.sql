{# A budget for a period, spread evenly over its days. #}
with

budgets as (
    select
        days.date_day,
        plans.account_id,
        plans.platform,
        plans.channel,
        plans.campaign_id,
        plans.campaign_name,
        plans.currency,
        cast(
            {{ ratio('plans.budget', dbt.datediff('plans.valid_from', 'plans.valid_to', 'day') ~ ' + 1') }}
            as {{ type_money() }}
        ) as budget
    from {{ ref('int_plans') }} as plans
    inner join {{ ref('dim_date') }} as days on days.date_day between plans.valid_from and plans.valid_to
    where days.date_day < {{ today() }}
)

select
    budgets.*,
    {{ in_reporting_currency('budgets.budget', 'rates.rate', 'budgets.currency', 'budgets.date_day') }}
        as budget_reporting
from budgets
left join {{ ref('fct_exchange_rates') }} as rates
    on budgets.date_day = rates.date_day and budgets.currency = rates.currency
