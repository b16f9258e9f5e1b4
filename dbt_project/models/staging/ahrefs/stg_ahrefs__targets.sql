with targets as (
    {{ latest_snapshot(source('ahrefs', 'targets')) }}
)

select
    _account as account_id,
    target,
    is_own,
    subscription,
    least(units_limit_workspace, units_limit_api_key) as units_limit,
    greatest(units_usage_workspace, units_usage_api_key) as units_used,
    usage_reset_date as units_renewed_at,
    api_key_expiration_date as key_expires_at,
    _loaded_at as loaded_at
from targets
