with profiles as (
    select * from {{ source('instagram', 'profiles') }}
)

select
    _account as account_id,
    _day as date_day,
    ig_user_id as profile_id,
    username as profile_name,
    name as display_name,
    website,
    followers_count as followers,
    follows_count as follows,
    media_count as posts,
    _loaded_at as loaded_at
from profiles
