with leads as (
    {{ latest_version(source('salesforce', 'leads'), ['_account', '"Id"'], '"SystemModstamp"') }}
)

select
    _account as account_id,
    "Id" as lead_id,
    "CreatedDate" as created_at,
    "SystemModstamp" as updated_at,
    {{ salesforce_source('"LeadSource"') }} as source,
    "Status" as status,
    mql_at,
    sql_at,
    "IsConverted" as is_converted,
    "ConvertedDate" as converted_on,
    "ConvertedOpportunityId" as opportunity_id,
    "ConvertedAccountId" as crm_account_id,
    "ConvertedContactId" as contact_id,
    "Rating" as rating,
    "Industry" as industry,
    coalesce("CountryCode", "Country") as country,
    "OwnerId" as owner_id,
    "Email" as email_key,
    _loaded_at as loaded_at
from leads
-- A lead that was merged into another is deleted, too.
where not coalesce("IsDeleted", false)
