with lists as (
    select * from {{ source('brevo', 'lists') }}
)

select
    _account as account_id,
    _day as seen_on,
    cast(id as {{ dbt.type_string() }}) as list_id,
    name as list_name,
    "uniqueSubscribers" as members,
    _loaded_at as loaded_at
from lists
