{# Media as they are listed, as they stood on a day, and stories before they vanish: Instagram tells the same of each. #}
{% macro instagram_media(stream) %}
with media as (
    select * from {{ source('instagram', stream) }}
),

accounts as (
    select * from {{ ref('stg_instagram__accounts') }}
)

select
    media._account as account_id,
    media.ig_user_id as profile_id,
    media.id as post_id,
    {{ day_in_zone('media._loaded_at', 'accounts.time_zone') }} as seen_on,
    {{ day_in_zone('media.timestamp', 'accounts.time_zone') }} as date_day,
    media.timestamp as published_at,
    media.media_type,
    media.media_product_type,
    media.caption,
    media.permalink as url,
    media."insights.reach" as reach,
    media."insights.views" as views,
    coalesce(media."insights.likes", media.like_count) as likes,
    coalesce(media."insights.comments", media.comments_count) as comments,
    media."insights.shares" as shares,
    media."insights.saved" as saves,
    media."insights.reposts" as reposts,
    media."insights.replies" as replies,
    media."insights.total_interactions" as interactions,
    media."insights.follows" as follows,
    media."insights.profile_visits" as profile_visits,
    media."insights.navigation" as navigation,
    media."insights.reels_skip_rate" as skip_rate,
    cast(media."insights.ig_reels_avg_watch_time" as {{ type_double() }}) / 1000 as average_watch_seconds,
    cast(media."insights.ig_reels_video_view_total_time" as {{ type_double() }}) / 1000 as watch_time_seconds,
    media._loaded_at as loaded_at
from media
left join accounts on media._account = accounts.account_id
{% endmacro %}
