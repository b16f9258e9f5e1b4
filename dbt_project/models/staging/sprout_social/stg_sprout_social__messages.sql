with messages as (
    select * from {{ source('sprout_social', 'messages') }}
),

accounts as (
    select * from {{ ref('stg_sprout_social__accounts') }}
)

select
    messages._account as account_id,
    messages.customer_profile_id,
    messages.guid,
    messages.created_time as created_at,
    {{ day_in_zone('messages.created_time', 'accounts.time_zone') }} as date_day,
    messages.network as sprout_network,
    messages.post_category as category,
    messages.post_type as message_type,
    messages.is_from_profile,
    messages.post_type like '%MENTION%' as is_mention,
    messages."activity_metadata.first_reply.time_elapsed" as first_reply_elapsed,
    messages._loaded_at as loaded_at
from messages
left join accounts on messages._account = accounts.account_id
