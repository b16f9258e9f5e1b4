with

ads as (
    {{ latest_snapshot(source('meta_ads', 'ads')) }}
)

select
    _account as account_id,
    campaign_id,
    adset_id as ad_set_id,
    id as ad_id,
    name as ad_name,
    status,
    effective_status,
    "creative.id" as creative_id,
    created_time as created_at,
    updated_time as updated_at,
    _loaded_at as loaded_at
from ads
