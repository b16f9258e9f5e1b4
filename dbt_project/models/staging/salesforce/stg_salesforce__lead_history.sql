with history as (
    {{ latest_version(source('salesforce', 'lead_history'), ['_account', '"Id"'], '"CreatedDate"') }}
)

select
    _account as account_id,
    "Id" as change_id,
    "LeadId" as lead_id,
    "Field" as field,
    "OldValue" as old_value,
    "NewValue" as new_value,
    "CreatedDate" as changed_at,
    _loaded_at as loaded_at
from history
where not coalesce("IsDeleted", false)
