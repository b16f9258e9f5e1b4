{# Money at the rate of the day on which the deal closed; what is open is worth what yesterday's rate says.
   A deal comes when it changes, so of days before the oldest change only some deals are known to have closed: they are
   left out. #}
{% set yesterday = dbt.dateadd('day', -1, today()) %}

with

platforms as (
    select
        'hubspot' as platform,
        deals.account_id,
        deals.deal_id,
        deals.pipeline,
        deals.stage,
        deals.source as channel,
        {{ day_in_zone('deals.created_at', 'accounts.time_zone') }} as date_day,
        case when deals.is_closed then {{ day_in_zone('deals.closed_at', 'accounts.time_zone') }} end as closed_on,
        deals.is_won,
        deals.is_closed,
        deals.currency,
        deals.amount,
        min(deals.updated_at) over (partition by deals.account_id) as known_since
    from {{ ref('stg_hubspot__deals') }} as deals
    inner join {{ ref('stg_hubspot__accounts') }} as accounts on deals.account_id = accounts.account_id

    union all

    select
        'files' as platform,
        deals.account_id,
        deals.deal_id,
        deals.pipeline,
        deals.stage,
        deals.source as channel,
        deals.date_day,
        case when deals.is_closed then {{ day_in_zone('deals.closed_at', "coalesce(accounts.time_zone, 'UTC')") }} end
            as closed_on,
        deals.is_won,
        deals.is_closed,
        deals.currency,
        deals.amount,
        cast(null as {{ type_instant() }}) as known_since
    from {{ ref('stg_files__deals') }} as deals
    left join {{ ref('stg_files__accounts') }} as accounts on deals.account_id = accounts.account_id
),

deals as (
    select
        *,
        cast(least(coalesce(closed_on, {{ yesterday }}), {{ yesterday }}) as date) as valued_on
    from platforms
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
