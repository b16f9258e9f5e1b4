{# Facts begin where all entities are known; from there on no join may drop or double one. The last month tells. #}
{% set since = dbt.dateadd('day', -31, today()) %}

with

staging as (
    select 'fct_orders' as fact, account_id, order_id as id
    from {{ ref('stg_shopify__orders') }}
    where date_day > {{ since }}
    union all
    select 'fct_orders' as fact, account_id, order_id as id
    from {{ ref('stg_files__orders') }}
    where date_day > {{ since }}
    union all
    select 'fct_deals' as fact, account_id, deal_id as id from {{ ref('stg_hubspot__deals') }} where not is_closed
    union all
    select 'fct_tickets' as fact, account_id, ticket_id as id
    from {{ ref('stg_zendesk__tickets') }}
    where created_at > {{ since }}
),

facts as (
    select 'fct_orders' as fact, account_id, order_id as id from {{ ref('fct_orders') }}
    union all
    select 'fct_deals' as fact, account_id, deal_id as id from {{ ref('fct_deals') }}
    union all
    select 'fct_tickets' as fact, account_id, ticket_id as id from {{ ref('fct_tickets') }}
)

select staging.*
from staging
left join facts on staging.fact = facts.fact and staging.account_id = facts.account_id and staging.id = facts.id
where facts.id is null
