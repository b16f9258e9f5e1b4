{# A budget for a period, spread evenly over its days. #}
with

budgets as (
    select
        days.date_day,
        budgets.account_id,
        budgets.platform,
        budgets.channel,
        budgets.campaign_id,
        budgets.campaign_name,
        coalesce(budgets.currency, accounts.currency) as currency,
        cast(
            {{ ratio('budgets.budget', dbt.datediff('budgets.valid_from', 'budgets.valid_to', 'day') ~ ' + 1') }}
            as {{ type_money() }}
        ) as budget
    from {{ ref('stg_files__budgets') }} as budgets
    left join {{ ref('stg_files__accounts') }} as accounts on budgets.account_id = accounts.account_id
    inner join {{ ref('dim_date') }} as days on days.date_day between budgets.valid_from and budgets.valid_to
    where days.date_day < {{ today() }}
)

select
    budgets.*,
    {{ in_reporting_currency('budgets.budget', 'rates.rate', 'budgets.currency', 'budgets.date_day') }}
        as budget_reporting
from budgets
left join {{ ref('fct_exchange_rates') }} as rates
    on budgets.date_day = rates.date_day and budgets.currency = rates.currency
