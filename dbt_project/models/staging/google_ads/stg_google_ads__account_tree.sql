with

clients as (
    {{ latest_snapshot(source('google_ads', 'account_tree')) }}
)

select
    "customerClient.id" as account_id,
    {{ dbt.split_part('"customerClient.resourceName"', "'/'", 2) }} as manager_id,
    cast("customerClient.level" as integer) as level_below_manager,
    "customerClient.descriptiveName" as account_name,
    "customerClient.status" as status,
    "customerClient.manager" as is_manager,
    "customerClient.hidden" as is_hidden,
    "customerClient.testAccount" as is_test,
    "customerClient.timeZone" as time_zone,
    "customerClient.currencyCode" as currency,
    _loaded_at as loaded_at
from clients
