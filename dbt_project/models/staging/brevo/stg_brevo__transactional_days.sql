with days as (
    select * from {{ source('brevo', 'transactional_days') }}
)

select
    _account as account_id,
    date as date_day,
    requests,
    delivered,
    "hardBounces" as hard_bounces,
    "softBounces" as soft_bounces,
    blocked,
    invalid,
    opens as opens_total,
    "uniqueOpens" as unique_opens,
    clicks as clicks_total,
    "uniqueClicks" as unique_clicks,
    "spamReports" as complaints,
    unsubscribed,
    _loaded_at as loaded_at
from days
