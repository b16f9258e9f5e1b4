with buckets as (
    select * from {{ source('ahrefs', 'keyword_buckets') }}
)

select
    _account as account_id,
    date as date_day,
    target,
    mode,
    coalesce(nullif(country, ''), 'all') as country,
    top3 as keywords_top_3,
    top3 + top4_10 as keywords_top_10,
    top3 + top4_10 + top11_20 as keywords_top_20,
    top3 + top4_10 + top11_20 + top21_50 as keywords_top_50,
    top3 + top4_10 + top11_20 + top21_50 + top51_plus as keywords_top_100,
    _loaded_at as loaded_at
from buckets
