with groups as (
    {{ latest_snapshot(source('instagram', 'follower_demographics')) }}
)

select
    _account as account_id,
    _day as date_day,
    ig_user_id as profile_id,
    breakdown,
    dimension_values as member,
    value as followers,
    _loaded_at as loaded_at
from groups
