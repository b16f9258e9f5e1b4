with

days as (
    select date_day, sessions, cast(null as bigint) as clicks
    from {{ ref('fct_web_daily') }}
    where source = 'google' and medium = 'cpc'

    union all

    select date_day, cast(null as bigint) as sessions, clicks
    from {{ ref('fct_ads_daily') }}
    where platform = 'google_ads'
)

{{ kpi('days', numerator='sum(sessions)', denominator='sum(clicks)') }}
