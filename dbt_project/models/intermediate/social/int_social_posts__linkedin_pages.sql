select
    'linkedin_pages' as platform,
    'linkedin' as network,
    seen.account_id,
    seen.account_id as profile_id,
    seen.post_id,
    seen.seen_on,
    seen.published_at,
    {{ day_in_zone('seen.published_at', "'UTC'") }} as date_day,
    posts.post_type,
    posts.is_paid,
    posts.url,
    cast(seen.impressions as bigint) as impressions,
    cast(seen.reach as bigint) as reach,
    cast(null as bigint) as video_views,
    cast(null as {{ type_double() }}) as watch_time_seconds,
    cast(seen.likes as bigint) as likes,
    cast(seen.comments as bigint) as comments,
    cast(seen.shares as bigint) as shares,
    cast(null as bigint) as saves,
    cast(seen.clicks as bigint) as clicks
from {{ ref('stg_linkedin_pages__post_statistics') }} as seen
left join {{ ref('stg_linkedin_pages__posts') }} as posts
    on seen.account_id = posts.account_id and seen.post_id = posts.post_id
