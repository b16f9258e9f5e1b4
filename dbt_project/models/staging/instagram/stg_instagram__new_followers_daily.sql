with days as (
    select * from {{ source('instagram', 'new_followers_daily') }}
)

select
    _account as account_id,
    date as date_day,
    ig_user_id as profile_id,
    follower_count as followers_gained,
    _loaded_at as loaded_at
from days
