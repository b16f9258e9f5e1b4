with report as (
    select * from {{ source('ga4', 'pages') }}
)

select
    _account as account_id,
    date as date_day,
    "hostName" as host,
    "pagePath" as page_path,
    "pageTitle" as page_title,
    "screenPageViews" as page_views,
    "activeUsers" as active_users,
    "userEngagementDuration" as engagement_seconds,
    "eventCount" as event_count,
    "keyEvents" as key_events,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
