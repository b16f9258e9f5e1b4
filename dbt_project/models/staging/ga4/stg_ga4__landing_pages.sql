with report as (
    select * from {{ source('ga4', 'landing_pages') }}
)

select
    _account as account_id,
    date as date_day,
    "hostName" as host,
    "landingPage" as landing_page,
    "sessionDefaultChannelGroup" as channel_group,
    sessions,
    "engagedSessions" as engaged_sessions,
    "activeUsers" as active_users,
    "newUsers" as new_users,
    "keyEvents" as key_events,
    sessions * "sessionKeyEventRate" as converting_sessions,
    "userEngagementDuration" as engagement_seconds,
    "metadata.currencyCode" as currency,
    "totalRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
