with opportunities as (
    {{ latest_version(source('salesforce', 'opportunities'), ['_account', '"Id"'], '"SystemModstamp"') }}
),

accounts as (
    select account_id, currency from {{ ref('stg_salesforce__accounts') }}
)

select
    opportunities._account as account_id,
    opportunities."Id" as opportunity_id,
    opportunities."CreatedDate" as created_at,
    opportunities."SystemModstamp" as updated_at,
    opportunities."AccountId" as crm_account_id,
    opportunities."StageName" as stage,
    opportunities."Type" as opportunity_type,
    {{ salesforce_source('opportunities."LeadSource"') }} as source,
    opportunities."CampaignId" as campaign_id,
    opportunities."OwnerId" as owner_id,
    opportunities."Probability" as probability,
    opportunities."CloseDate" as closes_on,
    opportunities."IsClosed" as is_closed,
    opportunities."IsWon" as is_won,
    -- Orgs with one currency have no field for it.
    coalesce(opportunities."CurrencyIsoCode", accounts.currency) as currency,
    opportunities."Amount" as amount,
    opportunities."ExpectedRevenue" as expected_revenue,
    opportunities._loaded_at as loaded_at
from opportunities
left join accounts on opportunities._account = accounts.account_id
where not coalesce(opportunities."IsDeleted", false)
