with downloads as (
    select * from {{ source('transistor', 'downloads_daily') }}
)

select
    _account as account_id,
    date as date_day,
    downloads,
    _loaded_at as loaded_at
from downloads
