with

attempts as (
    select
        *,
        row_number() over (partition by source, stream, account_id order by started_at desc) as age
    from {{ ref('stg_kadran__loads') }}
)

select
    source,
    stream,
    account_id,
    max(started_at) as last_attempt_at,
    max(case when error is null then started_at end) as last_success_at,
    max(until) as last_day_loaded,
    max(case when age = 1 then error end) as last_error,
    max_by(withdrawn, started_at) filter (where days > 0) as withdrawn,
    max(case when age = 1 then error end) is not null as is_failing,
    coalesce(
        max(case when error is null then cast(started_at as date) end) < {{ dbt.dateadd('day', -2, today()) }}, true
    ) as is_behind
from attempts
group by source, stream, account_id
