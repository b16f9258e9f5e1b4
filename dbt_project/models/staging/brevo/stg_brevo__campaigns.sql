with campaigns as (
    {{ latest_snapshot(source('brevo', 'campaigns')) }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as campaign_id,
    name as campaign_name,
    coalesce(nullif(subject, ''), "subjectA") as subject,
    case
        when {{ json_text('recipients', 'lists[1]') }} is null then {{ json_text('recipients', 'lists[0]') }}
    end as list_id,
    nullif(tag, '') as tag,
    nullif("utmCampaignValue", '') as utm_campaign,
    "sentDate" as sent_at,
    type as campaign_type,
    status,
    "createdAt" as created_at,
    "modifiedAt" as updated_at,
    _loaded_at as loaded_at
from campaigns
