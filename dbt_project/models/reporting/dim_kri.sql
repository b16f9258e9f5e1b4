{% set text = dbt.type_string() %}
{% set rows = [] %}
{% if execute %}
    {% for node in declared_kpis() %}
        {% for kri in node.config.meta.get('kris', []) %}
            {% set parameters = {} %}
            {% for name, value in kri.items() if name not in ('kri', 'rule', 'severity') %}
                {% do parameters.update({name: value}) %}
            {% endfor %}
            {% do rows.append({
                'kpi': node.name,
                'kri': kri.kri,
                'rule': kri.rule,
                'severity': kri.get('severity', 'warn'),
                'parameters': tojson(parameters, sort_keys=true),
            }) %}
        {% endfor %}
    {% endfor %}
{% endif %}

{{ literal_rows({'kpi': text, 'kri': text, 'rule': text, 'severity': text, 'parameters': text}, rows) }}
