with

order_reviews as (
    {{ latest_snapshot(source('files', 'order_reviews')) }}
)

select
    order_reviews._account as account_id,
    order_reviews.review_id,
    order_reviews.order_id,
    order_reviews.score,
    order_reviews.created_at,
    order_reviews.answered_at,
    {{
        day_in_zone(
            'coalesce(order_reviews.created_at, order_reviews.answered_at)', "coalesce(accounts.time_zone, 'UTC')"
        )
    }} as date_day,
    order_reviews._loaded_at as loaded_at
from order_reviews
left join {{ ref('stg_files__accounts') }} as accounts on order_reviews._account = accounts.account_id
