{# Where engines differ and dbt has no macro of its own. One dispatch per question; other engines add `<adapter>__`. #}

{# 64-bit floating point: dbt's own type_float is 32 bits on DuckDB and Spark, and rates lose digits. #}
{% macro type_double() -%} {{ return(adapter.dispatch('type_double', 'kadran')()) }} {%- endmacro %}
{% macro default__type_double() -%} double {%- endmacro %}

{# Money is exact to six decimals, and is never divided as a decimal. #}
{% macro type_money() -%} {{ return(adapter.dispatch('type_money', 'kadran')()) }} {%- endmacro %}
{% macro default__type_money() -%} decimal(24, 6) {%- endmacro %}

{# A moment, the same everywhere on earth. #}
{% macro type_instant() -%} {{ return(adapter.dispatch('type_instant', 'kadran')()) }} {%- endmacro %}
{% macro default__type_instant() -%} timestamp with time zone {%- endmacro %}
{% macro spark__type_instant() -%} timestamp {%- endmacro %}

{# A whole number of micros (1 unit = 1,000,000) as money. #}
{% macro micros(column) -%} {{ return(adapter.dispatch('micros', 'kadran')(column)) }} {%- endmacro %}
{% macro default__micros(column) -%}
    cast(cast({{ column }} as {{ type_double() }}) / 1000000 as {{ type_money() }})
{%- endmacro %}

{# The text at a JSON path such as `stats.opens`, null when absent. #}
{% macro json_text(column, path) -%} {{ return(adapter.dispatch('json_text', 'kadran')(column, path)) }} {%- endmacro %}
{% macro default__json_text(column, path) -%} json_extract_string({{ column }}, '$.{{ path }}') {%- endmacro %}
{% macro spark__json_text(column, path) -%} get_json_object({{ column }}, '$.{{ path }}') {%- endmacro %}

{# The calendar day of an instant in a time zone (IANA name). #}
{% macro day_in_zone(instant, zone) -%} {{ return(adapter.dispatch('day_in_zone', 'kadran')(instant, zone)) }} {%- endmacro %}
{% macro default__day_in_zone(instant, zone) -%} cast(({{ instant }} at time zone {{ zone }}) as date) {%- endmacro %}
{% macro spark__day_in_zone(instant, zone) -%} cast(from_utc_timestamp({{ instant }}, {{ zone }}) as date) {%- endmacro %}

{# One row a JSON list item; `item` is the item as JSON text. Used as a lateral join. #}
{% macro json_items(column) -%} {{ return(adapter.dispatch('json_items', 'kadran')(column)) }} {%- endmacro %}
{% macro default__json_items(column) -%}
    unnest(from_json({{ column }}, '["JSON"]')) as items (item)
{%- endmacro %}

{# Numerator over denominator as a double; null, not an error, where there is nothing to divide by. #}
{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as {{ type_double() }}) / nullif(cast({{ denominator }} as {{ type_double() }}), 0)
{%- endmacro %}

{# Stops the run with a sentence where a condition does not hold; a value that is missing is never made up. #}
{% macro or_error(value, message) -%} {{ return(adapter.dispatch('or_error', 'kadran')(value, message)) }} {%- endmacro %}
{% macro default__or_error(value, message) -%} coalesce({{ value }}, error({{ message }})) {%- endmacro %}
{% macro spark__or_error(value, message) -%} coalesce({{ value }}, raise_error({{ message }})) {%- endmacro %}
