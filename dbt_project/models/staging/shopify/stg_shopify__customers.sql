with customers as (
    {{ latest_version(source('shopify', 'customers'), ['_account', 'id'], '"updatedAt"') }}
)

select
    _account as account_id,
    "legacyResourceId" as customer_id,
    "createdAt" as created_at,
    "updatedAt" as updated_at,
    "numberOfOrders" as orders_count,
    cast("amountSpent.amount" as {{ type_money() }}) as amount_spent,
    "amountSpent.currencyCode" as currency,
    "defaultAddress.countryCodeV2" as country,
    "defaultEmailAddress.marketingState" as marketing_state,
    "defaultEmailAddress.emailAddress" as email_key,
    _loaded_at as loaded_at
from customers
