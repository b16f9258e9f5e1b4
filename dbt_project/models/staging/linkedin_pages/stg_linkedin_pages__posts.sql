{# A post that was deleted stays as it was last seen. #}
with posts as (
    {{ latest_version(source('linkedin_pages', 'posts'), ['_account', 'id'], '_day') }}
)

select
    _account as account_id,
    id as post_id,
    {{ day_in_zone('"publishedAt"', "'UTC'") }} as date_day,
    "publishedAt" as published_at,
    "lifecycleState" as status,
    visibility,
    commentary as text,
    case
        when {{ json_text('content', 'media.id') }} like 'urn:li:video:%' then 'video'
        when {{ json_text('content', 'media.id') }} like 'urn:li:image:%' then 'photo'
        when {{ json_text('content', 'media.id') }} like 'urn:li:document:%' then 'document'
        when {{ json_text('content', 'multiImage') }} is not null then 'carousel'
        when {{ json_text('content', 'carousel') }} is not null then 'carousel'
        when {{ json_text('content', 'article') }} is not null then 'link'
        when {{ json_text('content', 'poll') }} is not null then 'poll'
        when content is null then 'text'
        else 'other'
    end as post_type,
    coalesce({{ json_text('"adContext"', 'isDsc') }} = 'true', false) as is_paid,
    'https://www.linkedin.com/feed/update/' || id as url,
    "createdAt" as created_at,
    "lastModifiedAt" as updated_at,
    _loaded_at as loaded_at
from posts
