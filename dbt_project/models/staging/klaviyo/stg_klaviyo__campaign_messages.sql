with messages as (
    {{ latest_snapshot(source('klaviyo', 'campaign_messages')) }}
)

select
    _account as account_id,
    id as campaign_message_id,
    "relationships.campaign.data.id" as campaign_id,
    "attributes.definition.channel" as channel,
    "attributes.definition.label" as label,
    "attributes.definition.content.subject" as subject,
    "attributes.definition.content.preview_text" as preview_text,
    _loaded_at as loaded_at
from messages
