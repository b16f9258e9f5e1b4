{% set today_there = day_in_zone('_loaded_at', '"metadata.timeZone"') %}

with report as (
    select * from {{ source('ga4', 'weekly_users') }}
)

select
    _account as account_id,
    date as date_day,
    cast({{ dbt.dateadd('day', 7, 'date') }} as date) <= {{ today_there }} as is_complete,
    "isoYearIsoWeek" as iso_week,
    "activeUsers" as active_users,
    "totalUsers" as total_users,
    "newUsers" as new_users,
    sessions,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
