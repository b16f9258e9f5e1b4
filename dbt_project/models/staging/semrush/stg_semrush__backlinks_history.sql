with links as (
    select * from {{ source('semrush', 'backlinks_history') }}
)

select
    _account as account_id,
    date as date_day,
    target as domain,
    score as authority_score,
    coalesce(backlinks_num, backlinks_count) as backlinks,
    coalesce(domains_num, domains_count) as referring_domains,
    _loaded_at as loaded_at
from links
