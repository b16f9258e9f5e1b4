with

accounts as (
    {{ latest_snapshot(source('meta_ads', 'accounts')) }}
)

select
    id as account_id,
    name as account_name,
    time_zone,
    currency,
    case
        when currency in ('CLP', 'COP', 'CRC', 'HUF', 'ISK', 'IDR', 'JPY', 'KRW', 'PYG', 'TWD', 'VND') then 1
        else 100
    end as budget_units,
    _loaded_at as loaded_at
from accounts
