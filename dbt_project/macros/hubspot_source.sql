{# HubSpot's word for where a record came from, as the short word that all sources share. #}
{% macro hubspot_source(column) %}
    case {{ column }}
        when 'EMAIL_MARKETING' then 'email'
        when 'SOCIAL_MEDIA' then 'social'
        when 'REFERRALS' then 'referral'
        when 'DIRECT_TRAFFIC' then 'direct'
        when 'AI_REFERRALS' then 'ai_referral'
        else lower({{ column }})
    end
{%- endmacro %}
