with social_messages as (
    {{ latest_snapshot(source('files', 'social_messages')) }}
)

select
    _account as account_id,
    row_number as row_id,
    date_day,
    coalesce(lower(trim(network)), _account) as network,
    coalesce(profile, _account) as profile_id,
    received,
    replied,
    mentions,
    reply_minutes,
    _loaded_at as loaded_at
from social_messages
