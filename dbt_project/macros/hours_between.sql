{# How many hours the clocks of one zone are ahead of those of another, at an instant. #}
{% macro hours_between(instant, zone, other_zone) -%}
    {{ ratio(dbt.datediff(local_time(instant, zone), local_time(instant, other_zone), 'minute'), 60) }}
{%- endmacro %}

{# What the clocks of a zone (IANA name) show at an instant. #}
{% macro local_time(instant, zone) -%} {{ return(adapter.dispatch('local_time', 'kadran')(instant, zone)) }} {%- endmacro %}
{% macro default__local_time(instant, zone) -%} ({{ instant }} at time zone {{ zone }}) {%- endmacro %}
{% macro spark__local_time(instant, zone) -%} from_utc_timestamp({{ instant }}, {{ zone }}) {%- endmacro %}
