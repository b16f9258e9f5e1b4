with days as (
    select * from {{ source('facebook_pages', 'media_views_daily') }}
)

select
    _account as account_id,
    date as date_day,
    page_id as profile_id,
    is_from_ads in ('1', 'true') as is_from_ads,
    page_media_view as views,
    _loaded_at as loaded_at
from days
