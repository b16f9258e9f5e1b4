{# What a post has brought so far: as it was seen last by whoever tells it. #}
with

posts as (
    {{ told_once(ref('fct_social_posts_daily'), ['network', 'post_id'], newest='seen_on') }}
)

select
    platform,
    network,
    account_id,
    profile_id,
    post_id,
    seen_on,
    published_at,
    date_day,
    post_type,
    is_paid,
    url,
    impressions,
    reach,
    video_views,
    watch_time_seconds,
    likes,
    comments,
    shares,
    saves,
    clicks
from posts
