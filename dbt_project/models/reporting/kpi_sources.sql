{% set text = dbt.type_string() %}
{% set rows = [] %}
{% if execute %}
    {% set known = {} %}
    {% for node in declared_kpis() %}
        {% for source, stream in sources_of(node.unique_id, known) | sort %}
            {% do rows.append({'kpi': node.name, 'source': source, 'stream': stream}) %}
        {% endfor %}
    {% endfor %}
{% endif %}

{{ literal_rows({'kpi': text, 'source': text, 'stream': text}, rows) }}
