with months as (
    select * from {{ source('linkedin_ads', 'campaign_monthly_reach') }}
)

select
    _account as account_id,
    "date" as date_month,
    {{ dbt.split_part('campaign', "':'", 4) }} as campaign_id,
    impressions,
    "approximateMemberReach" as reach,
    _loaded_at as loaded_at
from months
