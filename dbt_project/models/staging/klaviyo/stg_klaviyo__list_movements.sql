with movements as (
    select * from {{ source('klaviyo', 'list_movements') }}
)

select
    _account as account_id,
    date as date_day,
    list as list_name,
    metric_id,
    metric_name,
    "count" as events,
    "unique" as people,
    _loaded_at as loaded_at
from movements
