{# One row per post of a creator, with what it has brought so far and what it cost. #}
with

posts as (
    select
        *,
        cast(coalesce(fee, 0) + coalesce(product_cost, 0) as {{ type_money() }}) as cost
    from {{ ref('int_influencer_posts') }}
)

select
    posts.network,
    posts.date_day,
    posts.account_id,
    posts.row_id,
    posts.campaign_name,
    posts.creator_handle,
    posts.utm_campaign,
    posts.promo_code,
    posts.currency,
    posts.cost,
    posts.impressions,
    posts.reach,
    posts.views,
    posts.likes + posts.comments + coalesce(posts.shares, 0) + coalesce(posts.saves, 0) as engagements,
    posts.clicks,
    posts.code_orders,
    {{ in_reporting_currency('posts.cost', 'rates.rate', 'posts.currency', 'posts.date_day') }} as cost_reporting
from posts
left join {{ ref('fct_exchange_rates') }} as rates
    on posts.date_day = rates.date_day and posts.currency = rates.currency
