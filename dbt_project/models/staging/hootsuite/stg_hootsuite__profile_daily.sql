with figures as (
    select * from {{ source('hootsuite', 'profile_daily') }}
)

select
    _account as account_id,
    date as date_day,
    "externalProfileId" as profile_id,
    metric,
    breakdown,
    dimension,
    value,
    _loaded_at as loaded_at
from figures
