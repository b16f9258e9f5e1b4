{% set text = dbt.type_string() %}
{% set rows = [] %}
{% if execute %}
    {% for node in declared_kpis() %}
        {% set kpi = node.config.meta.kpi %}
        {% do rows.append({
            'kra': node.group,
            'kpi': node.name,
            'position': loop.index,
            'label_en': kpi.label.en,
            'label_fr': kpi.label.fr,
            'unit': kpi.unit,
            'better': kpi.better,
            'additivity': kpi.additivity,
            'matures_after': kpi.get('matures_after', 1),
            'description': node.description | trim,
            'caveat': kpi.caveat,
        }) %}
    {% endfor %}
{% endif %}

{{ literal_rows({
    'kra': text,
    'kpi': text,
    'position': 'integer',
    'label_en': text,
    'label_fr': text,
    'unit': text,
    'better': text,
    'additivity': text,
    'matures_after': 'integer',
    'description': text,
    'caveat': text,
}, rows) }}
