{# The platforms of a fact, one under the other. Each is put into the fact's words by a model of its own, named after
   the fact's and the platform: int_ads__meta_ads for int_ads. #}
{% macro union_platforms(platforms, columns) %}
    {%- for platform in platforms %}
    select
        {{ columns | join(',\n        ') }}
    from {{ ref(this.name ~ '__' ~ platform) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}

{# The relations of all models named after a union and a platform, whether or not the union lists them. #}
{% macro platforms_of(union) %}
    {% set found = [] %}
    {% if execute %}
        {% for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith(union ~ '__') %}
            {% do found.append(api.Relation.create(node.database, node.schema, node.alias)) %}
        {% endfor %}
    {% endif %}
    {{ return(found) }}
{% endmacro %}
