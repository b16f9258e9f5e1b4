with members as (
    {{ latest_version(source('salesforce', 'campaign_members'), ['_account', '"Id"'], '"SystemModstamp"') }}
)

select
    _account as account_id,
    "Id" as member_id,
    "CampaignId" as campaign_id,
    "LeadId" as lead_id,
    "ContactId" as contact_id,
    "Status" as status,
    "HasResponded" as has_responded,
    "FirstRespondedDate" as responded_on,
    "CreatedDate" as created_at,
    "SystemModstamp" as updated_at,
    _loaded_at as loaded_at
from members
where not coalesce("IsDeleted", false)
