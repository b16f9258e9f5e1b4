{# Nothing is lost, doubled or changed on the way to the facts: sums agree to the last digit, currency by currency. #}
{% set sums = [
    ('fct_ads_daily', 'int_ads', 'spend'),
    ('fct_ads_daily', 'int_ads', 'conversions_value'),
    ('fct_refunds', 'int_refunds', 'amount'),
    ('fct_email_sends', 'int_email_sends', 'revenue'),
] %}

with

signed as (
    {% for fact, union, measure in sums %}
        select
            '{{ fact }}' as fact,
            '{{ measure }}' as measure,
            platform,
            currency,
            cast({{ measure }} as {{ type_money() }}) as amount
        from {{ ref(fact) }}
        union all
        {% for part in platforms_of(union) %}
            select
                '{{ fact }}' as fact,
                '{{ measure }}' as measure,
                platform,
                currency,
                -cast({{ measure }} as {{ type_money() }}) as amount
            from {{ part }}
            union all
        {% endfor %}
    {% endfor %}
    select 'fct_web_daily' as fact, 'revenue' as measure, 'ga4' as platform, currency, revenue as amount
    from {{ ref('fct_web_daily') }}
    union all
    select 'fct_web_daily' as fact, 'revenue' as measure, 'ga4' as platform, currency, -revenue as amount
    from {{ ref('stg_ga4__traffic_acquisition') }}
)

select
    fact,
    measure,
    platform,
    currency,
    sum(amount) as difference
from signed
group by fact, measure, platform, currency
having sum(amount) <> 0
