with report as (
    select * from {{ source('ga4', 'active_users') }}
)

select
    _account as account_id,
    date as date_day,
    "active1DayUsers" as active_1_day_users,
    "active7DayUsers" as active_7_day_users,
    "active28DayUsers" as active_28_day_users,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
