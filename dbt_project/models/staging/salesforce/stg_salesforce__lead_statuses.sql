with statuses as (
    {{ latest_snapshot(source('salesforce', 'lead_statuses')) }}
)

select
    _account as account_id,
    "Id" as lead_status_id,
    "MasterLabel" as status,
    "ApiName" as status_api_name,
    "SortOrder" as place,
    "IsConverted" as is_converted,
    "IsDefault" as is_default,
    stage,
    _loaded_at as loaded_at
from statuses
