with tags as (
    {{ latest_snapshot(source('intercom', 'tags')) }}
)

select
    _account as account_id,
    id as tag_id,
    name as tag_name,
    _loaded_at as loaded_at
from tags
