select
    _account as account_id,
    date as date_day,
    page,
    visits,
    _loaded_at as loaded_at
from {{ source('$name', 'visits_daily') }}
