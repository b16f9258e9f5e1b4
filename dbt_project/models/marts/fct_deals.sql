{# Money at the rate of the day on which the deal closed; what is open is worth what yesterday's rate says.
   A deal comes when it changes, so of days before the oldest change only some deals are known to have closed: they are
   left out. #}
{% set yesterday = dbt.dateadd('day', -1, today()) %}

with

deals as (
    select
        *,
        cast(least(coalesce(closed_on, {{ yesterday }}), {{ yesterday }}) as date) as valued_on
    from {{ ref('int_deals') }}
    where known_since is null or closed_on is null or closed_on > cast(known_since as date)
)

select
    deals.platform,
    deals.account_id,
    deals.deal_id,
    deals.pipeline,
    deals.stage,
    deals.channel,
    deals.date_day,
    deals.closed_on,
    deals.is_won,
    deals.is_closed,
    deals.currency,
    deals.amount,
    {{ in_reporting_currency('deals.amount', 'rates.rate', 'deals.currency', 'deals.valued_on') }} as amount_reporting
from deals
left join {{ ref('fct_exchange_rates') }} as rates
    on deals.valued_on = rates.date_day and deals.currency = rates.currency
