{# By the contract of UTM parameters: clicks that were paid for and brought nobody, sessions that nobody paid for. Only
   days that both sides know; a platform that nobody loads knows no days, so all its sessions count. #}
with

spending as (
    select date_day, platform, sum(spend_reporting) as spend_reporting, sum(clicks) as clicks
    from {{ ref('fct_ads_daily') }}
    group by date_day, platform
),

visits as (
    select web.date_day, contract.platform, sum(web.sessions) as sessions
    from {{ ref('fct_web_daily') }} as web
    inner join {{ ref('utm_contract') }} as contract
        on lower(web.source) = contract.utm_source and lower(web.medium) = contract.utm_medium
    group by web.date_day, contract.platform
),

days as (
    select
        coalesce(spending.date_day, visits.date_day) as date_day,
        coalesce(spending.platform, visits.platform) as platform,
        coalesce(spending.spend_reporting, 0) as spend_reporting,
        coalesce(spending.clicks, 0) as clicks,
        coalesce(visits.sessions, 0) as sessions
    from spending
    full outer join visits on spending.date_day = visits.date_day and spending.platform = visits.platform
),

web as (
    select min(date_day) as since, max(date_day) as until from {{ ref('fct_web_daily') }}
),

platforms as (
    select platform, min(date_day) as since, max(date_day) as until from spending group by platform
),

contracts as (
    select distinct platform from {{ ref('utm_contract') }}
)

select
    days.date_day,
    days.platform,
    case
        when contracts.platform is null then 'no_contract'
        when days.sessions = 0 then 'spend_without_sessions'
        else 'sessions_without_spend'
    end as gap,
    cast(days.spend_reporting as {{ type_money() }}) as spend_reporting,
    cast(days.clicks as bigint) as clicks,
    cast(days.sessions as bigint) as sessions
from days
inner join web on days.date_day between web.since and web.until
left join platforms on days.platform = platforms.platform
left join contracts on days.platform = contracts.platform
where
    (days.spend_reporting > 0 and days.clicks > 0 and days.sessions = 0)
    or (
        days.sessions > 0
        and days.spend_reporting = 0
        and (platforms.platform is null or days.date_day between platforms.since and platforms.until)
    )
