with refdomains as (
    {{ latest_snapshot(source('ahrefs', 'refdomains')) }}
)

select
    _account as account_id,
    target,
    domain as referring_domain,
    domain_rating,
    links_to_target as links,
    dofollow_links,
    first_seen as first_seen_at,
    last_seen as last_seen_at,
    is_spam,
    _loaded_at as loaded_at
from refdomains
