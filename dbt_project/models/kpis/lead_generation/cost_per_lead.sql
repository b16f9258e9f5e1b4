{# Sums, not a join: a day with spend and without leads counts, and one without loaded spend stays unknown. #}
with

parts as (
    select date_day, channel, spend_reporting, cast(null as integer) as leads
    from {{ ref('fct_ads_daily') }}

    union all

    select date_day, channel, cast(null as {{ type_money() }}) as spend_reporting, 1 as leads
    from {{ ref('fct_leads') }}
)

{{ kpi('parts', numerator='sum(spend_reporting)', denominator='sum(leads)') }}

union all

{{ kpi(
    'parts',
    numerator='sum(spend_reporting)',
    denominator='sum(leads)',
    dimensions=['channel as source'],
    where="channel in ('paid_search', 'paid_social')",
    with_total=false
) }}
