select
    _account as account_id,
    "TIME_PERIOD" as date_day,
    "CURRENCY" as currency,
    "OBS_VALUE" as rate,
    "OBS_STATUS" as status,
    _loaded_at as loaded_at
from {{ source('ecb', 'rates') }}
where "OBS_VALUE" is not null
