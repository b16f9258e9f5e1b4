with demographics as (
    {{ latest_snapshot(source('youtube', 'demographics')) }}
)

select
    _account as account_id,
    replace("ageGroup", 'age', '') as age_group,
    gender,
    "viewerPercentage" / 100 as viewer_share,
    "startDate" as starts_on,
    "endDate" as ends_on,
    _loaded_at as loaded_at
from demographics
