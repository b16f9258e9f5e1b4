with pages as (
    select * from {{ source('facebook_pages', 'pages') }}
)

select
    _account as account_id,
    _day as date_day,
    id as profile_id,
    name as profile_name,
    username,
    category,
    link as url,
    followers_count as followers,
    fan_count as likes_of_page,
    _loaded_at as loaded_at
from pages
