{# Microsoft names devices in words for people; what is new or unknown is other. #}
{% macro microsoft_device(column) -%}
    case {{ column }}
        when 'Computer' then 'desktop'
        when 'Smartphone' then 'mobile'
        when 'Tablet' then 'tablet'
        when 'TV' then 'tv'
        when 'Connected TV' then 'tv'
        else 'other'
    end
{%- endmacro %}
