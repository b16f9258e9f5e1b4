with

days as (
    select date_day, sessions, cast(null as bigint) as clicks
    from {{ ref('fct_web_daily') }}
    where channel_group = 'Organic Search' and source = 'google'

    union all

    select date_day, cast(null as bigint) as sessions, clicks
    from {{ ref('fct_search_daily') }}
    where search_type = 'web'
)

{{ kpi('days', numerator='sum(sessions)', denominator='sum(clicks)') }}
