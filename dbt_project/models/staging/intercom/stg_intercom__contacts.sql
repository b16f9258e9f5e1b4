with contacts as (
    {{ latest_version(source('intercom', 'contacts'), ['_account', 'id'], 'updated_at') }}
)

select
    _account as account_id,
    id as contact_id,
    email as email_key,
    role,
    created_at,
    updated_at,
    signed_up_at,
    last_seen_at,
    "location.country" as country,
    has_hard_bounced,
    unsubscribed_from_emails as is_unsubscribed,
    utm_source,
    utm_medium,
    utm_campaign,
    _loaded_at as loaded_at
from contacts
