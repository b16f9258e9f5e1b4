{% set text = dbt.type_string() %}
{% set rows = [] %}
{% if execute %}
    {% set order = declared_kpis() | map(attribute='group') | list %}
    {% for group in graph.groups.values() if group.name in order %}
        {% set kra = group.config.meta.kra %}
        {% set raci = kra.get('raci', {}) %}
        {% do rows.append({
            'kra': group.name,
            'position': order.index(group.name) + 1,
            'axis': kra.axis,
            'label_en': kra.label.en,
            'label_fr': kra.label.fr,
            'role_en': kra.role.en,
            'role_fr': kra.role.fr,
            'owner_name': group.owner.name,
            'owner_email': group.owner.email,
            'responsible': raci.get('responsible', []) | join(', '),
            'consulted': raci.get('consulted', []) | join(', '),
            'informed': raci.get('informed', []) | join(', '),
            'description': group.description,
        }) %}
    {% endfor %}
{% endif %}

{{ literal_rows({
    'kra': text,
    'position': 'integer',
    'axis': text,
    'label_en': text,
    'label_fr': text,
    'role_en': text,
    'role_fr': text,
    'owner_name': text,
    'owner_email': text,
    'responsible': text,
    'consulted': text,
    'informed': text,
    'description': text,
}, rows) }}
