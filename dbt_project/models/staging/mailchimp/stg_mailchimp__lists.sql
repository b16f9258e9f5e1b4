with lists as (
    {{ latest_snapshot(source('mailchimp', 'lists')) }}
)

select
    _account as account_id,
    id as list_id,
    name as list_name,
    date_created as created_at,
    "stats.member_count" as members,
    "stats.unsubscribe_count" as unsubscribed_members,
    "stats.cleaned_count" as cleaned_members,
    "stats.campaign_last_sent" as last_sent_at,
    _loaded_at as loaded_at
from lists
