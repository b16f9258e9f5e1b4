with campaigns as (
    {{ latest_snapshot(source('klaviyo', 'campaigns')) }}
)

select
    _account as account_id,
    id as campaign_id,
    "attributes.name" as campaign_name,
    "attributes.status" as status,
    "attributes.archived" as is_archived,
    case
        when {{ json_text('"attributes.audiences"', 'included[1]') }} is null
            then {{ json_text('"attributes.audiences"', 'included[0]') }}
    end as audience_id,
    "attributes.tracking_options.custom_tracking_params" as link_tags,
    "attributes.created_at" as created_at,
    "attributes.updated_at" as updated_at,
    "attributes.send_time" as sent_at,
    _loaded_at as loaded_at
from campaigns
