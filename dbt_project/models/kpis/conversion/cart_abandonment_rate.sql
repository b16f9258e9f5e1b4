with

events as (
    select
        date_day,
        case when event_name = 'add_to_cart' then event_count end as carts,
        case when event_name = 'purchase' then event_count else 0 end as purchases
    from {{ ref('fct_web_events_daily') }}
    where event_name in ('add_to_cart', 'purchase')
)

{{ kpi('events', numerator='sum(carts) - sum(purchases)', denominator='sum(carts)') }}
