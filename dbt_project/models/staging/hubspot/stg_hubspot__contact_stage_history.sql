with contacts as (
    {{ latest_version(
        source('hubspot', 'contact_stage_history'), ['_account', 'id'], '"properties.lastmodifieddate"'
    ) }}
)

select
    contacts._account as account_id,
    contacts.id as contact_id,
    'lifecyclestage' as property,
    cast({{ json_text('items.item', 'timestamp') }} as timestamp with time zone) as changed_at,
    {{ json_text('items.item', 'value') }} as value,
    {{ json_text('items.item', 'sourceType') }} as source_type,
    contacts._loaded_at as loaded_at
from contacts
cross join {{ json_items('contacts."propertiesWithHistory.lifecyclestage"') }}
