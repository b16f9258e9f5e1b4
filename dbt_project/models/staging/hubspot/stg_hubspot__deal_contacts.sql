with deals as (
    {{ latest_version(
        source('hubspot', 'deal_contacts'), ['_account', '"from.id"'], '"properties.hs_lastmodifieddate"'
    ) }}
)

select
    deals._account as account_id,
    deals."from.id" as deal_id,
    {{ json_text('items.item', 'toObjectId') }} as contact_id,
    {{ json_text('items.item', 'associationTypes') }} as association_types,
    deals."properties.hs_lastmodifieddate" as updated_at,
    deals._loaded_at as loaded_at
from deals
cross join {{ json_items('deals."to"') }}
