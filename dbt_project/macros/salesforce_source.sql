{# Salesforce's LeadSource, which each org words as it likes, as the short word that all sources share. #}
{% macro salesforce_source(column) -%}
    case
        when lower({{ column }}) like '%referral%' then 'referral'
        else replace(replace(lower({{ column }}), ' ', '_'), '-', '_')
    end
{%- endmacro %}
