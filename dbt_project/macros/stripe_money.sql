{# A whole number of a currency's smallest unit as money. The króna and the Ugandan shilling have no smaller unit, but
   Stripe goes on writing two decimals for them. #}
{% macro stripe_money(amount, currency) -%}
    cast(
        cast({{ amount }} as {{ type_double() }}) / case
            when
                lower({{ currency }}) in (
                    'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'
                )
                then 1
            when lower({{ currency }}) in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 1000
            else 100
        end as {{ type_money() }}
    )
{%- endmacro %}

{# Every row is what the object was when it was pulled, whatever day it is filed under: the newest pull is the truth. #}
{% macro latest_stripe(stream) -%}
    {{ latest_version(source('stripe', stream), ['_account', 'id'], '_loaded_at desc, changed_at') }}
{%- endmacro %}
