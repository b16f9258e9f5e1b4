{# Every campaign belongs to one field, paid search or paid social, or is not advertised online at all. #}
with

signed as (
    select date_day, numerator from {{ ref('total_spend') }} where dimension = 'total'
    union all
    select date_day, -numerator as numerator from {{ ref('search_ad_spend') }} where dimension = 'total'
    union all
    select date_day, -numerator as numerator from {{ ref('social_ad_spend') }} where dimension = 'total'
    union all
    select date_day, -cast(spend_reporting as {{ type_double() }}) as numerator
    from {{ ref('fct_ads_daily') }}
    where channel = 'offline'
)

select
    date_day,
    sum(numerator) as difference
from signed
group by date_day
having abs(sum(numerator)) > 0.001
