with customers as (
    {{ latest_snapshot(source('files', 'customers')) }}
)

select
    _account as account_id,
    customer_id,
    coalesce(person_id, customer_id) as person_id,
    created_at,
    country,
    region,
    segment,
    _loaded_at as loaded_at
from customers
