with posts as (
    select * from {{ source('facebook_pages', 'posts') }}
),

accounts as (
    select * from {{ ref('stg_facebook_pages__accounts') }}
)

select
    posts._account as account_id,
    posts.page_id as profile_id,
    posts.id as post_id,
    {{ day_in_zone('posts._loaded_at', 'accounts.time_zone') }} as seen_on,
    {{ day_in_zone('posts.created_time', 'accounts.time_zone') }} as date_day,
    posts.created_time as published_at,
    posts.updated_time as updated_at,
    posts.status_type,
    posts.message,
    posts.permalink_url as url,
    posts."insights.post_media_view" as views,
    posts."insights.post_total_media_view_unique" as viewers,
    posts."insights.post_clicks" as clicks,
    cast({{ json_text('posts."insights.post_clicks_by_type"', '"link clicks"') }} as bigint) as link_clicks,
    coalesce(
        posts."reactions.summary.total_count", {{ facebook_reactions('posts."insights.post_reactions_by_type_total"') }}
    ) as reactions,
    posts."comments.summary.total_count" as comments,
    -- A post that nobody shared comes without the field.
    coalesce(posts."shares.count", 0) as shares,
    posts._loaded_at as loaded_at
from posts
left join accounts on posts._account = accounts.account_id
