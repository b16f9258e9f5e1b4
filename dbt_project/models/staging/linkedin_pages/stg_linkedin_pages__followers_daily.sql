with days as (
    select * from {{ source('linkedin_pages', 'followers_daily') }}
)

select
    _account as account_id,
    "date" as date_day,
    "followerGains.organicFollowerGain" as organic_followers_gained,
    "followerGains.paidFollowerGain" as paid_followers_gained,
    _loaded_at as loaded_at
from days
