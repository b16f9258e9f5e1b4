{# What is spent in all markets that we are in, spread evenly over the days of each figure. #}
with

days as (
    select
        days.date_day,
        sizes.account_id,
        sizes.market,
        coalesce(sizes.currency, accounts.currency) as currency,
        cast(
            {{ ratio('sizes.market_size', dbt.datediff('sizes.valid_from', 'sizes.valid_to', 'day') ~ ' + 1') }}
            as {{ type_money() }}
        ) as market_size
    from {{ ref('stg_files__market_sizes') }} as sizes
    left join {{ ref('stg_files__accounts') }} as accounts on sizes.account_id = accounts.account_id
    inner join {{ ref('dim_date') }} as days on days.date_day between sizes.valid_from and sizes.valid_to
    where days.date_day < {{ today() }}
)

select
    days.date_day,
    days.account_id,
    days.market,
    days.currency,
    days.market_size,
    {{ in_reporting_currency('days.market_size', 'rates.rate', 'days.currency', 'days.date_day') }}
        as market_size_reporting
from days
left join {{ ref('fct_exchange_rates') }} as rates
    on days.date_day = rates.date_day and days.currency = rates.currency
