{# Queries of few people are withheld by Search Console; '(anonymized)' is what the property's total has beyond them. #}
with

queries as (
    select
        date_day,
        account_id,
        search_type,
        query,
        clicks,
        impressions,
        position_sum,
        exists(
            select 1
            from {{ ref('brand_terms') }} as terms
            where queries.query like {{ dbt.concat(["'%'", 'terms.term', "'%'"]) }}
        ) as is_brand
    from {{ ref('stg_search_console__search_by_query') }} as queries
),

known as (
    select
        date_day,
        account_id,
        search_type,
        sum(clicks) as clicks,
        sum(impressions) as impressions,
        sum(position_sum) as position_sum
    from queries
    group by date_day, account_id, search_type
)

select
    date_day,
    account_id,
    search_type,
    query,
    is_brand,
    clicks,
    impressions,
    position_sum
from queries

union all

select
    totals.date_day,
    totals.account_id,
    totals.search_type,
    '(anonymized)' as query,
    cast(null as boolean) as is_brand,
    cast(totals.clicks - coalesce(known.clicks, 0) as bigint) as clicks,
    cast(totals.impressions - coalesce(known.impressions, 0) as bigint) as impressions,
    totals.position_sum - coalesce(known.position_sum, 0) as position_sum
from {{ ref('fct_search_daily') }} as totals
left join known
    on totals.date_day = known.date_day
    and totals.account_id = known.account_id
    and totals.search_type = known.search_type
