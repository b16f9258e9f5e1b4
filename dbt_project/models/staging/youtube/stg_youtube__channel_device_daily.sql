with report as (
    select
        *,
        case
            when "deviceType" in ('MOBILE', 'DESKTOP', 'TABLET', 'TV') then lower("deviceType")
            else 'other'
        end as device
    from {{ source('youtube', 'channel_device_daily') }}
)

select
    _account as account_id,
    day as date_day,
    device,
    cast(sum(views) as bigint) as views,
    cast(sum("estimatedMinutesWatched") * 60 as bigint) as watch_time_seconds,
    max(_loaded_at) as loaded_at
from report
group by _account, day, device
