select
    platform,
    date_day,
    account_id,
    target,
    market,
    device,
    keywords_top_3,
    keywords_top_10,
    keywords_top_20,
    keywords_top_100,
    estimated_traffic,
    visibility,
    referring_domains,
    backlinks,
    is_own
from {{ ref('int_seo_visibility') }}
