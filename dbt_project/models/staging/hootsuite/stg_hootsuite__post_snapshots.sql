{%- set reading = ['_account', '"externalId"', 'cast("lastRefreshed" as date)'] -%}
with posts as (
    -- What was read once can be in the snapshots of two days.
    {{ latest_version(source('hootsuite', 'post_snapshots'), reading, '_loaded_at') }}
),

accounts as (
    select * from {{ ref('stg_hootsuite__accounts') }}
)

select
    posts._account as account_id,
    posts."externalProfileId" as profile_id,
    posts."externalId" as post_id,
    {{ day_in_zone('coalesce(posts."lastRefreshed", posts._loaded_at)', 'accounts.time_zone') }} as seen_on,
    {{ day_in_zone('posts."createdAt"', 'accounts.time_zone') }} as date_day,
    posts."createdAt" as published_at,
    posts."postType" as hootsuite_post_type,
    posts."sourceLink" as url,
    posts."campaign.label" as campaign_name,
    posts.tags,
    posts."isViral" as is_viral,
    cast({{ json_text('posts.metadata', 'is_boosted_post') }} as boolean) as is_boosted,
    cast({{ json_text('posts.metrics', 'post_views') }} as {{ type_double() }}) as views,
    cast({{ json_text('posts.metrics', 'likes') }} as {{ type_double() }}) as likes,
    cast({{ json_text('posts.metrics', 'comments') }} as {{ type_double() }}) as comments,
    cast({{ json_text('posts.metrics', 'clicks') }} as {{ type_double() }}) as clicks,
    posts.metrics,
    posts._loaded_at as loaded_at
from posts
left join accounts on posts._account = accounts.account_id
