with topics as (
    select * from {{ source('sprout_social', 'listening_daily') }}
)

select
    _account as account_id,
    topic_id,
    created_time as date_day,
    lower(network) as network,
    sentiment,
    "metrics.engagements" as engagements,
    "metrics.likes" as likes,
    "metrics.replies" as replies,
    "metrics.shares_count" as shares,
    "metrics.impressions" as impressions,
    _loaded_at as loaded_at
from topics
