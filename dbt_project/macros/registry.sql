{# What the YAML declares about KRAs, KPIs and KRIs, read from dbt's graph: it is complete only while models run. #}

{# The KPI models in the order of kpi_daily's list, which is the order of every report. #}
{% macro declared_kpis() %}
    {% set kpis = [] %}
    {% for ref in graph.nodes['model.' ~ project_name ~ '.kpi_daily'].refs %}
        {% set node = graph.nodes['model.' ~ project_name ~ '.' ~ ref.name] %}
        {% if node.config.meta.kpi %}{% do kpis.append(node) %}{% endif %}
    {% endfor %}
    {% for node in graph.nodes.values() if node.config.meta.kpi and node not in kpis %}
        {{ exceptions.raise_compiler_error(node.name ~ ' is declared as a KPI, and kpi_daily does not list it.') }}
    {% endfor %}
    {{ return(kpis) }}
{% endmacro %}

{# The sources that a node is made of: (source, stream) pairs, found by walking its dependencies. `known` remembers them
   from node to node. #}
{% macro sources_of(node_id, known) %}
    {% if node_id not in known %}
        {% set found = set([]) %}
        {% if node_id in graph.sources %}
            {% do found.add((graph.sources[node_id].source_name, graph.sources[node_id].name)) %}
        {% elif node_id in graph.nodes %}
            {% for parent in graph.nodes[node_id].depends_on.nodes %}
                {% do found.update(sources_of(parent, known)) %}
            {% endfor %}
        {% endif %}
        {% do known.update({node_id: found}) %}
    {% endif %}
    {{ return(known[node_id]) }}
{% endmacro %}

{# A value as an SQL literal. #}
{% macro literal(value) -%}
    {%- if value is none or value is undefined -%} null
    {%- elif value is number -%} {{ value }}
    {%- else -%} {{ dbt.string_literal(dbt.escape_single_quotes(value)) }}
    {%- endif -%}
{%- endmacro %}

{# Rows of literals under a contract's types: no row at all is an empty table, not a syntax error. #}
{% macro literal_rows(columns, rows) %}
    select
        {%- for name, type in columns.items() %}
        cast({{ name }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        values
        {%- for row in rows or [{}] %}
        ({% for name in columns %}{{ literal(row[name]) | trim }}{{ ', ' if not loop.last }}{% endfor %}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as told ({{ columns | join(', ') }})
    {{ 'where false' if not rows }}
{% endmacro %}
