with

ads as (
    {{ latest_snapshot(source('tiktok_ads', 'ads')) }}
)

select
    _account as account_id,
    campaign_id,
    adgroup_id as ad_group_id,
    ad_id,
    ad_name,
    ad_format,
    operation_status,
    secondary_status,
    video_id,
    landing_page_url,
    cast(create_time || '+00:00' as {{ type_instant() }}) as created_at,
    cast(modify_time || '+00:00' as {{ type_instant() }}) as updated_at,
    _loaded_at as loaded_at
from ads
