with properties as (
    {{ latest_snapshot(source('hubspot', 'properties')) }}
)

select
    _account as account_id,
    "objectType" as record_type,
    name as property_name,
    label as property_label,
    type as value_type,
    "fieldType" as field_type,
    calculated as is_calculated,
    "hubspotDefined" as is_defined_by_hubspot,
    hidden as is_hidden,
    _loaded_at as loaded_at
from properties
