with

ads as (
    {{ latest_snapshot(source('snapchat_ads', 'ads')) }}
)

select
    _account as account_id,
    ad_squad_id,
    id as ad_id,
    name as ad_name,
    status,
    delivery_status,
    review_status,
    type as ad_type,
    creative_id,
    created_at,
    updated_at,
    _loaded_at as loaded_at
from ads
