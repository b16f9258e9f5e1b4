with links as (
    select * from {{ source('ahrefs', 'refdomains_history') }}
)

select
    _account as account_id,
    date as date_day,
    target,
    mode,
    refdomains as referring_domains,
    _loaded_at as loaded_at
from links
