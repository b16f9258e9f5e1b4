with

customers as (
    {{ latest_snapshot(source('google_ads', 'customers')) }}
)

select
    "customer.id" as account_id,
    "customer.descriptiveName" as account_name,
    "customer.status" as status,
    "customer.autoTaggingEnabled" as is_auto_tagging_on,
    "customer.manager" as is_manager,
    "customer.testAccount" as is_test,
    "customer.timeZone" as time_zone,
    "customer.currencyCode" as currency,
    _loaded_at as loaded_at
from customers
