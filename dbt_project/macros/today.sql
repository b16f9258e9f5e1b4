{# The day on which the figures are looked at: KADRAN_TODAY or `--vars 'today: 2026-01-31'`, else the day of the run (UTC).
   dbt reads the whole project again when a variable changes, and does not for an environment that only runs see. #}
{% macro today() -%}
    {%- set day = var('today', none) or (env_var('KADRAN_TODAY', '') if execute else '') -%}
    cast('{{ day or run_started_at.strftime("%Y-%m-%d") }}' as date)
{%- endmacro %}
