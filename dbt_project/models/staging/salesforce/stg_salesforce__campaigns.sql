with campaigns as (
    {{ latest_version(source('salesforce', 'campaigns'), ['_account', '"Id"'], '"SystemModstamp"') }}
),

accounts as (
    select account_id, currency from {{ ref('stg_salesforce__accounts') }}
)

select
    campaigns._account as account_id,
    campaigns."Id" as campaign_id,
    campaigns."Name" as campaign_name,
    campaigns."Type" as campaign_type,
    campaigns."Status" as status,
    campaigns."ParentId" as parent_campaign_id,
    campaigns."IsActive" as is_active,
    campaigns."StartDate" as starts_on,
    campaigns."EndDate" as ends_on,
    coalesce(campaigns."CurrencyIsoCode", accounts.currency) as currency,
    campaigns."BudgetedCost" as budget,
    campaigns."ActualCost" as cost,
    campaigns."NumberOfLeads" as leads,
    campaigns."NumberOfResponses" as responses,
    campaigns."NumberOfOpportunities" as opportunities,
    campaigns."NumberOfWonOpportunities" as won_opportunities,
    campaigns."AmountWonOpportunities" as won_amount,
    campaigns."CreatedDate" as created_at,
    campaigns."SystemModstamp" as updated_at,
    campaigns._loaded_at as loaded_at
from campaigns
left join accounts on campaigns._account = accounts.account_id
where not coalesce(campaigns."IsDeleted", false)
