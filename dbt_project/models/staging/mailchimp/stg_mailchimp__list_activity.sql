with activity as (
    select * from {{ source('mailchimp', 'list_activity') }}
)

select
    _account as account_id,
    day as date_day,
    list_id,
    emails_sent,
    unique_opens,
    recipient_clicks,
    hard_bounce as hard_bounces,
    soft_bounce as soft_bounces,
    subs as subscribed,
    unsubs as unsubscribed,
    other_adds,
    other_removes,
    _loaded_at as loaded_at
from activity
