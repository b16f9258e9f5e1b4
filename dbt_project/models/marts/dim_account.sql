{% set sources = [
    'ga4',
    'search_console',
    'semrush',
    'ahrefs',
    'google_ads',
    'microsoft_ads',
    'meta_ads',
    'linkedin_ads',
    'tiktok_ads',
    'pinterest_ads',
    'snapchat_ads',
    'x_ads',
    'facebook_pages',
    'instagram',
    'linkedin_pages',
    'youtube',
    'sprout_social',
    'hootsuite',
    'hubspot',
    'salesforce',
    'mailchimp',
    'brevo',
    'klaviyo',
    'shopify',
    'stripe',
    'zendesk',
    'intercom',
    'op3',
    'transistor',
    'files',
    'google_sheets',
    'ecb',
    'holidays',
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
