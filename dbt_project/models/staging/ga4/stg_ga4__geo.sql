with report as (
    select * from {{ source('ga4', 'geo') }}
)

select
    _account as account_id,
    date as date_day,
    "countryId" as country_code,
    country,
    region,
    city,
    sessions,
    "engagedSessions" as engaged_sessions,
    "activeUsers" as active_users,
    "newUsers" as new_users,
    "screenPageViews" as page_views,
    "keyEvents" as key_events,
    "metadata.currencyCode" as currency,
    "totalRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
