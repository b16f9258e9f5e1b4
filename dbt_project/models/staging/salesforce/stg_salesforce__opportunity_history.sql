with history as (
    {{ latest_version(source('salesforce', 'opportunity_history'), ['_account', '"Id"'], '"SystemModstamp"') }}
),

accounts as (
    select account_id, currency from {{ ref('stg_salesforce__accounts') }}
)

select
    history._account as account_id,
    history."Id" as change_id,
    history."OpportunityId" as opportunity_id,
    history."StageName" as stage,
    history."Probability" as probability,
    history."CloseDate" as closes_on,
    coalesce(history."CurrencyIsoCode", accounts.currency) as currency,
    history."Amount" as amount,
    history."CreatedDate" as changed_at,
    history._loaded_at as loaded_at
from history
left join accounts on history._account = accounts.account_id
where not coalesce(history."IsDeleted", false)
