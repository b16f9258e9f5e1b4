with report as (
    select * from {{ source('search_console', 'search_by_query') }}
)

select
    _account as account_id,
    date as date_day,
    type as search_type,
    query,
    clicks,
    impressions,
    position * impressions as position_sum,
    "responseAggregationType" as aggregation,
    coalesce(date >= "metadata.firstIncompleteDate", false) as is_provisional,
    "reachedRowLimit" as is_cut_off,
    _loaded_at as loaded_at
from report
