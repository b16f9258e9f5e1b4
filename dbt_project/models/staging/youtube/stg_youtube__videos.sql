with

videos as (
    {{ latest_snapshot(source('youtube', 'videos')) }}
),

accounts as (
    select * from {{ ref('stg_youtube__accounts') }}
)

select
    videos._account as account_id,
    videos.id as video_id,
    videos."snippet.title" as video_title,
    videos."snippet.publishedAt" as published_at,
    {{ day_in_zone('videos."snippet.publishedAt"', 'accounts.time_zone') }} as date_day,
    videos."contentDetails.duration" as duration,
    videos."status.privacyStatus" as privacy_status,
    videos."snippet.categoryId" as category_id,
    videos."snippet.defaultLanguage" as language,
    videos."snippet.tags" as tags,
    videos."status.madeForKids" as is_made_for_kids,
    videos._loaded_at as loaded_at
from videos
left join accounts on videos._account = accounts.account_id
