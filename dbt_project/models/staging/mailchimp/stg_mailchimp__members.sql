with members as (
    {{ latest_version(source('mailchimp', 'members'), ['_account', 'list_id', 'email_address'], 'last_changed') }}
)

select
    _account as account_id,
    list_id,
    email_address as email_key,
    status,
    source,
    timestamp_opt as opted_in_at,
    last_changed as changed_at,
    "location.country_code" as country,
    member_rating,
    _loaded_at as loaded_at
from members
