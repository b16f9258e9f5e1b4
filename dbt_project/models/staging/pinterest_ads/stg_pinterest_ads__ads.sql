with

ads as (
    {{ latest_snapshot(source('pinterest_ads', 'ads')) }}
)

select
    _account as account_id,
    campaign_id,
    ad_group_id,
    id as ad_id,
    name as ad_name,
    status,
    summary_status,
    review_status,
    pin_id,
    creative_type,
    destination_url,
    created_time as created_at,
    updated_time as updated_at,
    _loaded_at as loaded_at
from ads
