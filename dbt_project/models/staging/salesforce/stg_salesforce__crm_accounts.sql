with companies as (
    {{ latest_version(source('salesforce', 'crm_accounts'), ['_account', '"Id"'], '"SystemModstamp"') }}
)

select
    _account as account_id,
    "Id" as crm_account_id,
    "Type" as account_type,
    "Industry" as industry,
    {{ salesforce_source('"AccountSource"') }} as source,
    coalesce("BillingCountryCode", "BillingCountry") as country,
    "ParentId" as parent_crm_account_id,
    "OwnerId" as owner_id,
    "CreatedDate" as created_at,
    "SystemModstamp" as updated_at,
    _loaded_at as loaded_at
from companies
where not coalesce("IsDeleted", false)
