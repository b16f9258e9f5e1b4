with creatives as (
    {{ latest_snapshot(source('linkedin_ads', 'creatives')) }}
)

select
    _account as account_id,
    {{ dbt.split_part('id', "':'", 4) }} as creative_id,
    name as creative_name,
    {{ dbt.split_part('campaign', "':'", 4) }} as campaign_id,
    "intendedStatus" as status,
    "isServing" as is_serving,
    {{ json_text('content', 'reference') }} as post_urn,
    {{ json_text('review', 'status') }} as review_status,
    "createdAt" as created_at,
    "lastModifiedAt" as updated_at,
    _loaded_at as loaded_at
from creatives
