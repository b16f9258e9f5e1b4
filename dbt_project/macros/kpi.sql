{# The form of every KPI: one row per day for the total, and one per day and member of each dimension.

   `numerator` and `denominator` are aggregates of additive columns; whoever reads the rows divides, after adding up.
   A KPI without `denominator` is a quantity. A null numerator means that nobody knows, so it is never made a zero.
   `dimensions` are columns of the relation, `'device'` or `'campaign_name as campaign'`. A second call for a dimension
   that only another fact can show leaves the total out: `with_total=false`. (dbt gives a model no name in its unit tests:
   they say nothing about the column `kpi`.) #}
{% macro kpi(relation, numerator, denominator=none, dimensions=[], where=none, with_total=true) %}
    {%- for dimension in (['total'] if with_total else []) + dimensions %}
    {%- set column, name = dimension.split(' as ') | first, dimension.split(' as ') | last %}
    select
        '{{ this.name }}' as kpi,
        date_day,
        '{{ name }}' as dimension,
        {{ "'total'" if name == 'total' else "coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '(not set)')" }} as member,
        cast({{ numerator }} as {{ type_double() }}) as numerator,
        cast({{ denominator or 'null' }} as {{ type_double() }}) as denominator
    from {{ relation }}
    {%- if where %}
    where {{ where }}
    {%- endif %}
    group by date_day{{ ', ' ~ column if name != 'total' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}

{# The value of numerators and denominators that were added up; null, not the numerator, where a rate lacks its base. #}
{% macro kpi_value(numerator, denominator, additivity) -%}
    case
        when {{ additivity }} <> 'ratio' and {{ denominator }} is null then {{ numerator }}
        else {{ ratio(numerator, denominator) }}
    end
{%- endmacro %}
