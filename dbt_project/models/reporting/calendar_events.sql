{# What happened, or will, that figures may follow. What has no last day lasts one day; a search update without one is
   still rolling out. #}
with

events as (
    select
        'holiday' as kind,
        holiday_name as name,
        date_day as starts_on,
        date_day as ends_on,
        country,
        cast(null as {{ dbt.type_string() }}) as kpi,
        'holidays' as source
    from {{ ref('stg_holidays__days') }}

    union all

    select
        kind,
        name,
        starts_on,
        coalesce(ends_on, starts_on) as ends_on,
        country,
        kpi,
        'events' as source
    from {{ ref('events') }}

    union all

    select
        kind,
        event_name as name,
        starts_on,
        coalesce(ends_on, starts_on) as ends_on,
        country,
        kpi,
        'files' as source
    from {{ ref('stg_files__events') }}

    union all

    select
        'search_update' as kind,
        name,
        starts as starts_on,
        ends as ends_on,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as kpi,
        'search_updates' as source
    from {{ ref('search_updates') }}

    union all

    select
        'definition_break' as kind,
        what as name,
        broke_on as starts_on,
        broke_on as ends_on,
        cast(null as {{ dbt.type_string() }}) as country,
        kpi,
        source
    from {{ ref('definition_breaks') }}
)

select
    kind,
    name,
    starts_on,
    ends_on,
    country,
    kpi,
    source
from events
