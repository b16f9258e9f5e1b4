select
    'hubspot' as platform,
    contacts.account_id,
    contacts.contact_id as lead_id,
    contacts.source as channel,
    coalesce(
        contacts.lead_at, contacts.mql_at, contacts.sql_at, contacts.opportunity_at, contacts.customer_at
    ) as lead_at,
    contacts.mql_at,
    contacts.sql_at,
    contacts.opportunity_at,
    contacts.customer_at,
    accounts.time_zone,
    min(contacts.updated_at) over (partition by contacts.account_id) as known_since
from {{ ref('stg_hubspot__contacts') }} as contacts
inner join {{ ref('stg_hubspot__accounts') }} as accounts on contacts.account_id = accounts.account_id
