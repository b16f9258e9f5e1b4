with

promoted_tweets as (
    {{ latest_snapshot(source('x_ads', 'promoted_tweets')) }}
)

select
    _account as account_id,
    id as promoted_tweet_id,
    line_item_id,
    tweet_id,
    approval_status,
    entity_status as status,
    deleted as is_deleted,
    created_at,
    updated_at,
    _loaded_at as loaded_at
from promoted_tweets
