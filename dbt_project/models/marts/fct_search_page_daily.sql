{# Search Console counts a page's impression apart from the property's: these rows never add up to fct_search_daily. #}
select
    date_day,
    account_id,
    search_type,
    page,
    {{ dbt.concat(["'/'", dbt.split_part('page', "'/'", 4)]) }} as page_group,
    clicks,
    impressions,
    position_sum
from {{ ref('stg_search_console__search_by_page') }}
