with shows as (
    {{ latest_snapshot(source('transistor', 'shows')) }}
)

select
    _account as account_id,
    title as show_name,
    slug,
    category,
    language,
    feed_url,
    private as is_private,
    created_at,
    _loaded_at as loaded_at
from shows
