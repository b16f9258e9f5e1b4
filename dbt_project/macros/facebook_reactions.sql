{# Reactions of all kinds out of an object such as {"like": 3, "love": 1}, in which kinds without any are left out. #}
{% macro facebook_reactions(column) -%}
    case when {{ column }} is not null then
        {%- for kind in ['like', 'love', 'care', 'wow', 'haha', 'sorry', 'anger'] %}
        {{ '+ ' if not loop.first }}coalesce(cast({{ json_text(column, kind) }} as bigint), 0)
        {%- endfor %}
    end
{%- endmacro %}
