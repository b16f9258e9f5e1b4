with customers as (
    {{ latest_stripe('customers') }}
)

select
    _account as account_id,
    id as customer_id,
    created as created_at,
    changed_at as updated_at,
    email as email_key,
    country,
    upper(currency) as currency,
    delinquent as is_delinquent,
    coalesce(deleted, false) as is_deleted,
    coalesce(not livemode, false) as is_test,
    utm_source,
    utm_medium,
    utm_campaign,
    _loaded_at as loaded_at
from customers
