select
    'files' as platform,
    platform as network,
    account_id,
    account_id as profile_id,
    post_id,
    cast(loaded_at as date) as seen_on,
    published_at,
    date_day,
    post_type,
    is_paid,
    url,
    impressions,
    reach,
    video_views,
    cast(watch_seconds as {{ type_double() }}) as watch_time_seconds,
    likes,
    comments,
    shares,
    saves,
    clicks
from {{ ref('stg_files__social_posts') }}
where date_day is not null
