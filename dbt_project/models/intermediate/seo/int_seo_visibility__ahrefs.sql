select
    'ahrefs' as platform,
    buckets.date_day,
    buckets.account_id,
    buckets.target,
    buckets.country as market,
    'all' as device,
    cast(buckets.keywords_top_3 as bigint) as keywords_top_3,
    cast(buckets.keywords_top_10 as bigint) as keywords_top_10,
    cast(buckets.keywords_top_20 as bigint) as keywords_top_20,
    cast(buckets.keywords_top_100 as bigint) as keywords_top_100,
    cast(metrics.organic_traffic as {{ type_double() }}) as estimated_traffic,
    cast(null as {{ type_double() }}) as visibility,
    -- Links are those of the whole domain, repeated for each market.
    cast(domains.referring_domains as bigint) as referring_domains,
    cast(links.backlinks as bigint) as backlinks,
    targets.is_own
from {{ ref('stg_ahrefs__keyword_buckets') }} as buckets
left join {{ ref('stg_ahrefs__metrics_history') }} as metrics
    on
    buckets.account_id = metrics.account_id
    and buckets.date_day = metrics.date_day
    and buckets.country = metrics.country
left join {{ ref('stg_ahrefs__refdomains_history') }} as domains
    on buckets.account_id = domains.account_id and buckets.date_day = domains.date_day
left join {{ ref('stg_ahrefs__backlinks_stats') }} as links
    on buckets.account_id = links.account_id and buckets.date_day = links.date_day
left join {{ ref('stg_ahrefs__targets') }} as targets on buckets.account_id = targets.account_id
