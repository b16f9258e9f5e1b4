with market_sizes as (
    {{ latest_snapshot(source('files', 'market_sizes')) }}
)

select
    _account as account_id,
    row_number as row_id,
    market,
    valid_from,
    valid_to,
    currency,
    market_size,
    _loaded_at as loaded_at
from market_sizes
