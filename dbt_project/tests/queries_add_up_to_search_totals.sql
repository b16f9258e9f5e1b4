{# With what Search Console withholds, queries explain every click and impression of the site; never more than all. #}
with

signed as (
    select date_day, account_id, search_type, clicks, impressions from {{ ref('fct_search_query_daily') }}
    union all
    select date_day, account_id, search_type, -clicks as clicks, -impressions as impressions
    from {{ ref('fct_search_daily') }}
)

select
    date_day,
    account_id,
    search_type,
    sum(clicks) as clicks,
    sum(impressions) as impressions
from signed
group by date_day, account_id, search_type
having sum(clicks) <> 0 or sum(impressions) <> 0
