{% set sources = [
    'ga4', 'search_console', 'google_ads', 'meta_ads', 'hubspot', 'mailchimp', 'shopify', 'zendesk', 'files', 'ecb'
] %}

{% for source in sources %}
    select
        '{{ source }}' as source,
        account_id,
        account_name,
        time_zone,
        currency
    from {{ ref('stg_' ~ source ~ '__accounts') }}
    {{ 'union all' if not loop.last }}
{% endfor %}
