with report as (
    select * from {{ source('ga4', 'user_acquisition') }}
)

select
    _account as account_id,
    date as date_day,
    "firstUserDefaultChannelGroup" as channel_group,
    "firstUserSource" as source,
    "firstUserMedium" as medium,
    "firstUserCampaignName" as campaign_name,
    "newUsers" as new_users,
    "totalUsers" as total_users,
    "activeUsers" as active_users,
    "engagedSessions" as engaged_sessions,
    "keyEvents" as key_events,
    "eventCount" as event_count,
    "userEngagementDuration" as engagement_seconds,
    "metadata.currencyCode" as currency,
    "totalRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
