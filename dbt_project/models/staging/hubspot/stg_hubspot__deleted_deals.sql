with deleted as (
    {{ latest_version(source('hubspot', 'deleted_deals'), ['_account', 'id'], '"archivedAt"') }}
)

select
    _account as account_id,
    id as deal_id,
    "createdAt" as created_at,
    "archivedAt" as deleted_at,
    _loaded_at as loaded_at
from deleted
