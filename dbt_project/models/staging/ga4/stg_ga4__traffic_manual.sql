with report as (
    select * from {{ source('ga4', 'traffic_manual') }}
)

select
    _account as account_id,
    date as date_day,
    "sessionManualSource" as source,
    "sessionManualMedium" as medium,
    "sessionManualCampaignName" as campaign_name,
    "sessionManualAdContent" as ad_content,
    "sessionManualTerm" as term,
    "sessionManualSourcePlatform" as source_platform,
    sessions,
    "engagedSessions" as engaged_sessions,
    "activeUsers" as active_users,
    "keyEvents" as key_events,
    "metadata.currencyCode" as currency,
    "totalRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
