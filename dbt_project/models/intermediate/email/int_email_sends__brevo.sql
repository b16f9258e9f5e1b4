{# Brevo's own total of a campaign where it was loaded. Of older campaigns only the figures by list are left: they stand
   for the campaign where it went to one list, and are left out where people of two lists would count twice. #}
with

figures as (
    select
        account_id,
        date_day,
        campaign_id,
        list_id,
        emails_sent,
        hard_bounces + soft_bounces as bounces,
        delivered,
        opens_total,
        unique_opens,
        proxy_excluded_unique_opens,
        clicks_total,
        unique_clicks,
        unsubscribed,
        complaints
    from {{ ref('stg_brevo__campaign_reports') }}

    union all

    select
        stats.account_id,
        stats.date_day,
        stats.campaign_id,
        stats.list_id,
        stats.emails_sent,
        stats.hard_bounces + stats.soft_bounces as bounces,
        stats.delivered,
        stats.opens_total,
        stats.unique_opens,
        stats.proxy_excluded_unique_opens,
        stats.clicks_total,
        stats.unique_clicks,
        stats.unsubscribed,
        stats.complaints
    from (
        select
            *,
            count(*) over (partition by account_id, campaign_id) as lists
        from {{ ref('stg_brevo__campaign_list_stats') }}
    ) as stats
    left join {{ ref('stg_brevo__campaign_reports') }} as reports
        on stats.account_id = reports.account_id and stats.campaign_id = reports.campaign_id
    where stats.lists = 1 and reports.campaign_id is null
),

list_names as (
    select
        account_id,
        list_id,
        list_name
    from (
        select
            *,
            row_number() over (partition by account_id, list_id order by seen_on desc) as place
        from {{ ref('stg_brevo__lists') }}
    ) as lists
    where place = 1
)

select
    'brevo' as platform,
    figures.date_day,
    figures.account_id,
    figures.campaign_id,
    figures.list_id,
    list_names.list_name,
    campaigns.utm_campaign,
    campaigns.subject,
    figures.emails_sent,
    figures.bounces,
    figures.delivered,
    figures.opens_total,
    figures.unique_opens,
    figures.proxy_excluded_unique_opens,
    figures.clicks_total,
    figures.unique_clicks,
    figures.unsubscribed,
    figures.complaints as abuse_reports,
    cast(null as bigint) as orders,
    cast(null as {{ dbt.type_string() }}) as currency,
    cast(null as {{ type_money() }}) as revenue
from figures
left join {{ ref('stg_brevo__campaigns') }} as campaigns
    on figures.account_id = campaigns.account_id and figures.campaign_id = campaigns.campaign_id
left join list_names on figures.account_id = list_names.account_id and figures.list_id = list_names.list_id
