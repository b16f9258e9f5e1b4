with links as (
    {{ latest_version(source('ahrefs', 'backlinks_stats'), ['_account', 'date'], '_day') }}
)

select
    _account as account_id,
    date as date_day,
    target,
    mode,
    live as backlinks,
    all_time as backlinks_ever,
    live_refdomains as referring_domains,
    all_time_refdomains as referring_domains_ever,
    _loaded_at as loaded_at
from links
