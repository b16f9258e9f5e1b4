select
    account_id,
    review_id,
    order_id,
    date_day,
    score
from {{ ref('stg_files__order_reviews') }}
where date_day is not null
