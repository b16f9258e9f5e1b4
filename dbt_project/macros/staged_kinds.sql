{# What a file and a tab of a spreadsheet hold in the same layout is staged in the same words. #}

{% macro staged_ad_spend(source_name) %}
with ad_spend as (
    {{ latest_snapshot(source(source_name, 'ad_spend')) }}
)

select
    _account as account_id,
    row_number as row_id,
    date_day,
    coalesce(platform, _account) as platform,
    coalesce(channel, '(not set)') as channel,
    ad_account_id,
    coalesce(campaign_id, campaign_name, '(not set)') as campaign_id,
    coalesce(campaign_name, campaign_id, '(not set)') as campaign_name,
    ad_group_id,
    ad_group_name,
    ad_id,
    ad_name,
    placement,
    coalesce(lower(device), 'all') as device,
    country,
    currency,
    spend,
    impressions,
    clicks,
    conversions,
    conversions_value,
    leads,
    video_views,
    _loaded_at as loaded_at
from ad_spend
{% endmacro %}

{% macro staged_budgets(source_name) %}
with budgets as (
    {{ latest_snapshot(source(source_name, 'budgets')) }}
)

select
    _account as account_id,
    row_number as row_id,
    valid_from,
    valid_to,
    platform,
    channel,
    campaign_id,
    campaign_name,
    currency,
    budget,
    _loaded_at as loaded_at
from budgets
{% endmacro %}

{% macro staged_influencer_posts(source_name) %}
with influencer_posts as (
    {{ latest_snapshot(source(source_name, 'influencer_posts')) }}
)

select
    _account as account_id,
    row_number as row_id,
    campaign_id,
    campaign_name,
    lower(ltrim(trim(creator_handle), '@')) as creator_handle,
    creator_followers,
    lower(trim(network)) as platform,
    deliverable,
    deliverable_count,
    post_id,
    post_url,
    published_on as date_day,
    snapshot_on,
    currency,
    fee,
    product_cost,
    promo_code,
    utm_link,
    utm_campaign,
    impressions,
    reach,
    views,
    likes,
    comments,
    shares,
    saves,
    clicks,
    code_orders,
    code_revenue,
    _loaded_at as loaded_at
from influencer_posts
{% endmacro %}

{% macro staged_targets(source_name) %}
with targets as (
    {{ latest_snapshot(source(source_name, 'targets')) }}
)

select
    _account as account_id,
    kpi,
    dimension,
    member,
    valid_from,
    valid_to,
    target,
    warn,
    fail,
    unit,
    _loaded_at as loaded_at
from targets
{% endmacro %}
