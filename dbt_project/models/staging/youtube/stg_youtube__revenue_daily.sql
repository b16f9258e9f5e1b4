with report as (
    select * from {{ source('youtube', 'revenue_daily') }}
)

select
    _account as account_id,
    day as date_day,
    currency,
    "estimatedRevenue" as revenue,
    "estimatedAdRevenue" as ad_revenue,
    "grossRevenue" as gross_revenue,
    "estimatedRedPartnerRevenue" as premium_revenue,
    "monetizedPlaybacks" as monetized_playbacks,
    "adImpressions" as ad_impressions,
    _loaded_at as loaded_at
from report
