{# A lead counts on the day it became one; a contact that skipped a stage still passed through it.
   A contact comes when it changes, so of days before the oldest change only some leads are known: they are left out. #}
with

leads as (
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

    union all

    select
        'files' as platform,
        leads.account_id,
        leads.lead_id,
        leads.source as channel,
        leads.created_at as lead_at,
        leads.mql_at,
        leads.sql_at,
        cast(null as {{ type_instant() }}) as opportunity_at,
        leads.customer_at,
        coalesce(accounts.time_zone, 'UTC') as time_zone,
        cast(null as {{ type_instant() }}) as known_since
    from {{ ref('stg_files__leads') }} as leads
    left join {{ ref('stg_files__accounts') }} as accounts on leads.account_id = accounts.account_id
)

select
    platform,
    account_id,
    lead_id,
    channel,
    {{ day_in_zone('lead_at', 'time_zone') }} as date_day,
    {{ day_in_zone('coalesce(mql_at, sql_at, opportunity_at, customer_at)', 'time_zone') }} as mql_on,
    {{ day_in_zone('coalesce(sql_at, opportunity_at, customer_at)', 'time_zone') }} as sql_on,
    {{ day_in_zone('coalesce(opportunity_at, customer_at)', 'time_zone') }} as opportunity_on,
    {{ day_in_zone('customer_at', 'time_zone') }} as customer_on
from leads
where lead_at is not null and (known_since is null or lead_at >= known_since)
