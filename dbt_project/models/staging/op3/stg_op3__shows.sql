with shows as (
    {{ latest_snapshot(source('op3', 'shows')) }}
)

select
    _account as account_id,
    title as show_name,
    "podcastGuid" as podcast_guid,
    "statsPageUrl" as stats_url,
    "asof" as counted_on,
    "monthlyDownloads" as downloads_30_days,
    "weeklyAvgDownloads" as downloads_weekly_average,
    _loaded_at as loaded_at
from shows
