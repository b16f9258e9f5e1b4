{# LinkedIn tells how many follow at the moment. A night asks early in the day: the stock is that of the day before. #}
with snapshots as (
    select * from {{ source('linkedin_pages', 'followers') }}
)

select
    _account as account_id,
    cast({{ dbt.dateadd('day', -1, '_day') }} as date) as date_day,
    "firstDegreeSize" as followers,
    _loaded_at as loaded_at
from snapshots
