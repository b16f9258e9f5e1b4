with campaigns as (
    {{ latest_snapshot(source('mailchimp', 'campaigns')) }}
)

select
    _account as account_id,
    id as campaign_id,
    type as campaign_type,
    status,
    "settings.title" as campaign_name,
    "settings.subject_line" as subject,
    "recipients.list_id" as list_id,
    "recipients.list_name" as list_name,
    "recipients.recipient_count" as recipients,
    -- Mailchimp keeps the utm_campaign value under the name of its first user.
    nullif("tracking.google_analytics", '') as utm_campaign,
    create_time as created_at,
    send_time as sent_at,
    _loaded_at as loaded_at
from campaigns
