{# A file of leads may not know who became a customer: then the first deal that was won with the lead says so. #}
with

leads as (
    {{ latest_snapshot(source('files', 'leads')) }}
),

won as (
    select account_id, lead_id, min(closed_at) as closed_at
    from {{ ref('stg_files__deals') }}
    where is_won
    group by account_id, lead_id
)

select
    leads._account as account_id,
    leads.lead_id,
    leads.created_at,
    {{ day_in_zone('leads.created_at', "coalesce(accounts.time_zone, 'UTC')") }} as date_day,
    leads.source,
    leads.medium,
    leads.campaign,
    leads.landing_page,
    leads.country,
    leads.status,
    leads.customer_id,
    leads.mql_at,
    leads.sql_at,
    coalesce(leads.customer_at, won.closed_at) as customer_at,
    leads._loaded_at as loaded_at
from leads
left join {{ ref('stg_files__accounts') }} as accounts on leads._account = accounts.account_id
left join won on leads._account = won.account_id and leads.lead_id = won.lead_id
