select
    'intercom' as platform,
    conversations.account_id,
    conversations.conversation_id as ticket_id,
    {{ day_in_zone('conversations.created_at', 'accounts.time_zone') }} as date_day,
    {{ day_in_zone('conversations.closed_at', 'accounts.time_zone') }} as solved_on,
    conversations.status,
    conversations.channel,
    conversations.priority,
    conversations.team_id as group_id,
    cast(conversations.reopens as bigint) as reopens,
    cast(null as bigint) as replies,
    conversations.first_reply_minutes,
    conversations.full_resolution_minutes,
    cast(null as {{ type_double() }}) as requester_wait_minutes,
    conversations.satisfaction,
    min(conversations.updated_at) over (partition by conversations.account_id) as known_since
from {{ ref('stg_intercom__conversations') }} as conversations
inner join {{ ref('stg_intercom__accounts') }} as accounts on conversations.account_id = accounts.account_id
