select
    platform,
    account_id,
    post_id,
    date_day,
    post_type,
    is_paid,
    impressions,
    reach,
    video_views,
    likes,
    comments,
    shares,
    saves,
    clicks
from {{ ref('stg_files__social_posts') }}
where date_day is not null
