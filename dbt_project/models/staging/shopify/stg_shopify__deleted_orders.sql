with events as (
    select * from {{ source('shopify', 'deleted_orders') }}
)

select
    _account as account_id,
    replace("subjectId", 'gid://shopify/Order/', '') as order_id,
    "createdAt" as deleted_at,
    _loaded_at as loaded_at
from events
