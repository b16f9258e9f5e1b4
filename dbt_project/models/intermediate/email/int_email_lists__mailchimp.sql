select
    'mailchimp' as platform,
    activity.date_day,
    activity.account_id,
    activity.list_id,
    lists.list_name,
    activity.subscribed,
    activity.unsubscribed,
    activity.other_adds as other_added,
    activity.other_removes as other_removed
from {{ ref('stg_mailchimp__list_activity') }} as activity
left join {{ ref('stg_mailchimp__lists') }} as lists
    on activity.account_id = lists.account_id and activity.list_id = lists.list_id
