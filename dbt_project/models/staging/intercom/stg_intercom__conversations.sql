{# Durations that Intercom tells leave out closed hours; minutes here are those of the clock, as other desks count. #}
with

conversations as (
    {{ latest_version(source('intercom', 'conversations'), ['_account', 'id'], 'updated_at') }}
),

moments as (
    select
        *,
        coalesce("statistics.first_contact_reply_at", created_at) as asked_at,
        "statistics.first_admin_reply_at" as replied_at,
        case when state = 'closed' then "statistics.last_close_at" end as closed_at
    from conversations
)

select
    _account as account_id,
    id as conversation_id,
    contact_id,
    created_at,
    updated_at,
    state,
    case
        when state = 'open' and replied_at is null then 'new'
        when state = 'snoozed' then 'pending'
        else state
    end as status,
    case "source.type" when 'conversation' then 'chat' when 'phone_call' then 'phone' else "source.type" end as channel,
    "source.delivered_as" as delivered_as,
    case priority when 'priority' then 'high' else 'normal' end as priority,
    team_assignee_id as team_id,
    admin_assignee_id as admin_id,
    closed_at,
    replied_at as first_replied_at,
    -- Where the company wrote first, its first message is no reply.
    case
        when replied_at >= asked_at then {{ ratio(dbt.datediff('asked_at', 'replied_at', 'second'), '60') }}
    end as first_reply_minutes,
    {{ ratio('"statistics.time_to_admin_reply"', '60') }} as first_reply_office_minutes,
    {{ ratio(dbt.datediff('created_at', 'closed_at', 'second'), '60') }} as full_resolution_minutes,
    "statistics.count_reopens" as reopens,
    "statistics.count_assignments" as assignments,
    "statistics.count_conversation_parts" as parts,
    "conversation_rating.rating" as rating,
    case
        when "conversation_rating.rating" >= 4 then 'good'
        when "conversation_rating.rating" is not null then 'bad'
        when "conversation_rating.created_at" is not null then 'offered'
        else 'unoffered'
    end as satisfaction,
    ai_agent_participated as is_ai_involved,
    "ai_agent.resolution_state" as ai_resolution,
    _loaded_at as loaded_at
from moments
