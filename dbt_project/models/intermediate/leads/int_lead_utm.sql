{# How the link was tagged that brought a lead, from those CRMs and files of int_leads that keep it. #}
{% set origins = [
    ('hubspot', ref('stg_hubspot__contacts'), 'contact_id', 'utm_source', 'utm_medium', 'utm_campaign'),
    ('files', ref('stg_files__leads'), 'lead_id', 'source', 'medium', 'campaign'),
] %}

{% for platform, relation, lead_id, utm_source, utm_medium, utm_campaign in origins %}
    select
        '{{ platform }}' as platform,
        account_id,
        {{ lead_id }} as lead_id,
        {{ utm_source }} as utm_source,
        {{ utm_medium }} as utm_medium,
        {{ utm_campaign }} as utm_campaign
    from {{ relation }}
    {{ 'union all' if not loop.last }}
{% endfor %}
