with

measured as (
    select distinct date_day from {{ ref('fct_web_daily') }}
),

channels as (
    select date_day, channel_group, sum(key_events) as key_events
    from {{ ref('fct_web_daily') }}
    group by date_day, channel_group
),

windows as (
    select
        days.date_day,
        channels.channel_group,
        sum(channels.key_events) as key_events
    from measured as days
    inner join channels
        on days.date_day >= channels.date_day
        and days.date_day < {{ dbt.dateadd('day', 28, 'channels.date_day') }}
    group by days.date_day, channels.channel_group
)

{{ kpi('windows', numerator='max(key_events)', denominator='sum(key_events)') }}
