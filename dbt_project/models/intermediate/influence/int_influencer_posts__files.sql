select
    posts.account_id,
    posts.row_id,
    posts.date_day,
    posts.platform as network,
    posts.campaign_name,
    posts.creator_handle,
    posts.utm_campaign,
    posts.promo_code,
    coalesce(posts.currency, accounts.currency) as currency,
    posts.fee,
    posts.product_cost,
    posts.impressions,
    posts.reach,
    posts.views,
    posts.likes,
    posts.comments,
    posts.shares,
    posts.saves,
    posts.clicks,
    posts.code_orders
from {{ ref('stg_files__influencer_posts') }} as posts
left join {{ ref('stg_files__accounts') }} as accounts on posts.account_id = accounts.account_id
where posts.date_day is not null
