with stats as (
    select * from {{ source('brevo', 'campaign_list_stats') }}
)

select
    _account as account_id,
    date as date_day,
    cast(id as {{ dbt.type_string() }}) as campaign_id,
    cast("listId" as {{ dbt.type_string() }}) as list_id,
    sent as emails_sent,
    delivered,
    "hardBounces" as hard_bounces,
    "softBounces" as soft_bounces,
    viewed as opens_total,
    "uniqueViews" as unique_opens,
    "trackableViews" as proxy_excluded_unique_opens,
    "appleMppOpens" as apple_mpp_opens,
    clickers as clicks_total,
    "uniqueClicks" as unique_clicks,
    unsubscriptions as unsubscribed,
    complaints,
    _loaded_at as loaded_at
from stats
