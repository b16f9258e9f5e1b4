with reports as (
    select * from {{ source('brevo', 'campaign_reports') }}
)

select
    _account as account_id,
    date as date_day,
    cast(id as {{ dbt.type_string() }}) as campaign_id,
    name as campaign_name,
    coalesce(nullif(subject, ''), "subjectA") as subject,
    case
        when {{ json_text('recipients', 'lists[1]') }} is null then {{ json_text('recipients', 'lists[0]') }}
    end as list_id,
    nullif(tag, '') as tag,
    nullif("utmCampaignValue", '') as utm_campaign,
    "sentDate" as sent_at,
    "statistics.globalStats.sent" as emails_sent,
    "statistics.globalStats.delivered" as delivered,
    "statistics.globalStats.hardBounces" as hard_bounces,
    "statistics.globalStats.softBounces" as soft_bounces,
    "statistics.globalStats.viewed" as opens_total,
    "statistics.globalStats.uniqueViews" as unique_opens,
    "statistics.globalStats.trackableViews" as proxy_excluded_unique_opens,
    "statistics.globalStats.appleMppOpens" as apple_mpp_opens,
    "statistics.globalStats.clickers" as clicks_total,
    "statistics.globalStats.uniqueClicks" as unique_clicks,
    "statistics.globalStats.unsubscriptions" as unsubscribed,
    "statistics.globalStats.complaints" as complaints,
    _loaded_at as loaded_at
from reports
