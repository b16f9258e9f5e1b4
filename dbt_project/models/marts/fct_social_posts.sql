{# What a post has brought so far: as it was seen last. #}
with

seen as (
    select
        *,
        row_number() over (partition by network, post_id order by seen_on desc) as rank
    from {{ ref('fct_social_posts_daily') }}
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
from seen
where rank = 1
