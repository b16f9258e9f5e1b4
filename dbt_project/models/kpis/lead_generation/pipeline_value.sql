{# A stock: on each day, the deals that were made by then and neither won nor lost. No open deal is worth nothing; open
   deals of which no amount is known are worth nobody knows what. #}
with

deals as (
    select deal_id, pipeline, date_day as opened_on, closed_on, amount_reporting
    from {{ ref('fct_deals') }}
),

known as (
    select min(opened_on) as since, max(coalesce(closed_on, opened_on)) as until
    from deals
),

stock as (
    select days.date_day, deals.deal_id, deals.pipeline, deals.amount_reporting
    from {{ ref('dim_date') }} as days
    inner join known on days.date_day between known.since and known.until
    left join deals
        on days.date_day >= deals.opened_on and (deals.closed_on is null or days.date_day < deals.closed_on)
)

{{ kpi(
    'stock',
    numerator='case when count(deal_id) = 0 then 0 else sum(amount_reporting) end'
) }}

union all

{{ kpi(
    'stock',
    numerator='sum(amount_reporting)',
    dimensions=['pipeline'],
    where='deal_id is not null',
    with_total=false
) }}
