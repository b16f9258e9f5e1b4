with links as (
    select * from {{ source('semrush', 'backlinks_overview') }}
)

select
    _account as account_id,
    _day as date_day,
    target as domain,
    -- The new API has names of its own; a row has either.
    coalesce(ascore, score) as authority_score,
    coalesce(total, backlinks_count) as backlinks,
    coalesce(domains_num, domains_count) as referring_domains,
    coalesce(ips_num, ips_count) as referring_ips,
    coalesce(follows_num, follows_count) as follow_links,
    nofollows_num as nofollow_links,
    _loaded_at as loaded_at
from links
