with days as (
    select * from {{ source('instagram', 'account_daily') }}
)

select
    _account as account_id,
    date as date_day,
    ig_user_id as profile_id,
    reach,
    views,
    accounts_engaged,
    total_interactions,
    likes,
    comments,
    shares,
    saves,
    replies,
    reposts,
    profile_links_taps,
    -- Meta names the two sides of a move by what people are after it.
    "follows_and_unfollows.FOLLOWER" as followers_gained,
    "follows_and_unfollows.NON_FOLLOWER" as followers_lost,
    _loaded_at as loaded_at
from days
