with lists as (
    {{ latest_snapshot(source('klaviyo', 'lists')) }}
)

select
    _account as account_id,
    id as list_id,
    "attributes.name" as list_name,
    "attributes.opt_in_process" as opt_in_process,
    "attributes.created" as created_at,
    "attributes.updated" as updated_at,
    _loaded_at as loaded_at
from lists
