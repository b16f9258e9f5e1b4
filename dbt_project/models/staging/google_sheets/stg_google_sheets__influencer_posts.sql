with influencer_posts as (
    {{ latest_snapshot(source('google_sheets', 'influencer_posts')) }}
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
