with

deals as (
    {{ latest_version(source('hubspot', 'deals'), ['_account', 'id'], '"properties.hs_lastmodifieddate"') }}
),

deleted as (
    select account_id, deal_id, deleted_at from {{ ref('stg_hubspot__deleted_deals') }}
),

accounts as (
    select account_id, currency from {{ ref('stg_hubspot__accounts') }}
)

select
    deals._account as account_id,
    deals.id as deal_id,
    deals."properties.createdate" as created_at,
    deals."properties.hs_lastmodifieddate" as updated_at,
    deals."properties.closedate" as closed_at,
    deals."properties.pipeline" as pipeline,
    deals."properties.dealstage" as stage,
    deals."properties.dealtype" as deal_type,
    {{ hubspot_source('deals."properties.hs_analytics_source"') }} as source,
    deals."properties.hubspot_owner_id" as owner_id,
    coalesce(deals."properties.hs_is_closed", deals."properties.hs_is_closed_won") as is_closed,
    deals."properties.hs_is_closed_won" as is_won,
    -- Portals with one currency have no property for it.
    coalesce(deals."properties.deal_currency_code", accounts.currency) as currency,
    deals."properties.amount" as amount,
    deals."properties.amount_in_home_currency" as amount_home,
    accounts.currency as home_currency,
    deals._loaded_at as loaded_at
from deals
left join accounts on deals._account = accounts.account_id
left join deleted on deals._account = deleted.account_id and deals.id = deleted.deal_id
-- A deleted record may be restored, which changes it.
where deleted.deleted_at is null or deals."properties.hs_lastmodifieddate" > deleted.deleted_at
