with messages as (
    select * from {{ source('hootsuite', 'messages') }}
)

select
    _account as account_id,
    _day as date_day,
    id as message_id,
    state,
    "scheduledSendTime" as scheduled_at,
    "postId" as post_id,
    "postUrl" as url,
    tags,
    _loaded_at as loaded_at
from messages
