with report as (
    select * from {{ source('ga4', 'traffic_acquisition') }}
)

select
    _account as account_id,
    date as date_day,
    "sessionDefaultChannelGroup" as channel_group,
    "sessionSource" as source,
    "sessionMedium" as medium,
    "sessionCampaignId" as campaign_id,
    "sessionCampaignName" as campaign_name,
    sessions,
    "engagedSessions" as engaged_sessions,
    "activeUsers" as active_users,
    "newUsers" as new_users,
    "totalUsers" as total_users,
    "keyEvents" as key_events,
    "eventCount" as event_count,
    transactions,
    "userEngagementDuration" as engagement_seconds,
    "metadata.currencyCode" as currency,
    "totalRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
