with report as (
    select * from {{ source('ga4', 'key_events_by_session') }}
)

select
    _account as account_id,
    date as date_day,
    "eventName" as event_name,
    "isKeyEvent" = 'true' as is_key_event,
    "sessionDefaultChannelGroup" as channel_group,
    "sessionSource" as source,
    "sessionMedium" as medium,
    "sessionCampaignName" as campaign_name,
    "keyEvents" as key_events,
    "eventCount" as event_count,
    "totalUsers" as total_users,
    "eventValue" as event_value,
    "metadata.currencyCode" as currency,
    "totalRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
