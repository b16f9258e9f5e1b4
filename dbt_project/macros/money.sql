{# Money in the reporting currency, at the rate of its day. A missing rate stops the run: it is never taken for 1. #}

{# `rate` comes from a left join to fct_exchange_rates on the day and the currency. #}
{% macro in_reporting_currency(amount, rate, currency, day) -%}
    case
        when {{ amount }} is null then null
        when {{ currency }} = '{{ var("reporting_currency") }}' then cast({{ amount }} as {{ type_money() }})
        else cast(
            cast({{ amount }} as {{ type_double() }}) * {{ or_error(rate, no_rate(currency, day)) }} as {{ type_money() }}
        )
    end
{%- endmacro %}

{% macro no_rate(currency, day) -%}
    concat(
        'No exchange rate from ', coalesce({{ currency }}, '(no currency)'), ' to {{ var("reporting_currency") }} on ',
        cast({{ day }} as {{ dbt.type_string() }}), '; load ecb/rates for that day.'
    )
{%- endmacro %}
