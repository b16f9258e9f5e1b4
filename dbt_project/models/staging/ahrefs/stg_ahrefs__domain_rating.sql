with ratings as (
    select * from {{ source('ahrefs', 'domain_rating') }}
)

select
    _account as account_id,
    date as date_day,
    target,
    mode,
    domain_rating,
    _loaded_at as loaded_at
from ratings
