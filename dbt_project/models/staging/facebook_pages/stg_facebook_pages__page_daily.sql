with days as (
    select * from {{ source('facebook_pages', 'page_daily') }}
)

select
    _account as account_id,
    date as date_day,
    page_id as profile_id,
    page_media_view as views,
    page_total_media_view_unique as viewers,
    page_post_engagements as engagements,
    page_total_actions as contact_clicks,
    page_views_total as profile_views,
    page_video_views as video_views,
    page_follows as followers,
    page_daily_follows_unique as followers_gained,
    page_daily_unfollows_unique as followers_lost,
    "page_fan_adds_by_paid_non_paid_unique.total" as likes_of_page_gained,
    "page_fan_adds_by_paid_non_paid_unique.paid" as likes_of_page_gained_by_ads,
    {{ facebook_reactions('page_actions_post_reactions_total') }} as reactions,
    _loaded_at as loaded_at
from days
