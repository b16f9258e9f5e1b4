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
