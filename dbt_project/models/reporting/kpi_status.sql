{# A KPI now: its last 28 settled days, against the 28 before them and against its target. #}
with

watched as (
    select kpi, 'total' as dimension, 'total' as member from {{ ref('dim_kpi') }}

    union distinct

    select kpi, dimension, member from {{ ref('kpi_targets') }}
),

settled as (
    select
        daily.*,
        kpis.additivity,
        max(daily.date_day) over (partition by daily.kpi) as as_of,
        min(daily.date_day) over (partition by daily.kpi) as known_since
    from {{ ref('kpi_daily') }} as daily
    inner join watched
        on daily.kpi = watched.kpi and daily.dimension = watched.dimension and daily.member = watched.member
    inner join {{ ref('dim_kpi') }} as kpis on daily.kpi = kpis.kpi
    where daily.value is not null and not daily.is_provisional
),

aged as (
    select
        *,
        {{ dbt.datediff('date_day', 'as_of', 'day') }} as age,
        {{ dbt.datediff('known_since', 'as_of', 'day') }}
        + 1 as days_known
    from settled
),

periods as (
    select
        kpi,
        dimension,
        member,
        additivity,
        as_of,
        case when age < 28 then 0 else 28 end as starts_at,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        max(case when age in (0, 28) then value end) as level,
        max(days_known) as days_known
    from aged
    where age < 56
    group by kpi, dimension, member, additivity, as_of, case when age < 28 then 0 else 28 end
),

{# Rates are divided after adding up, quantities averaged over days; a stock or a distinct count is its last level. #}
measured as (
    select
        kpi,
        dimension,
        member,
        as_of,
        starts_at,
        case additivity
            when 'ratio' then {{ ratio('numerator', 'denominator') }}
            when 'additive' then {{ ratio('numerator', 'least(28, days_known - starts_at)') }}
            else level
        end as value
    from periods
),

failed as (
    select distinct
        source,
        stream as stream_name,
        {{ dbt.concat(['source', "'/'", 'stream']) }} as stream
    from {{ ref('source_freshness') }}
    where is_failing or is_behind
),

stale as (
    select
        streams.kpi,
        {{ dbt.listagg('failed.stream', "', '", 'order by failed.stream') }} as stale_streams
    from {{ ref('kpi_sources') }} as streams
    inner join failed on streams.source = failed.source and streams.stream = failed.stream_name
    group by streams.kpi
),

compared as (
    select
        kpis.kra,
        watched.kpi,
        watched.dimension,
        watched.member,
        kpis.better,
        latest.as_of,
        latest.value,
        previous.value as previous_value,
        targets.target,
        targets.warn,
        targets.fail,
        case when kpis.better = 'lower' then -1 else 1 end
        * {{ ratio('targets.target - latest.value', 'abs(targets.target)') }} as gap,
        stale.stale_streams
    from watched
    inner join {{ ref('dim_kpi') }} as kpis on watched.kpi = kpis.kpi
    left join measured as latest
        on watched.kpi = latest.kpi
        and watched.dimension = latest.dimension
        and watched.member = latest.member
        and latest.starts_at = 0
    left join measured as previous
        on watched.kpi = previous.kpi
        and watched.dimension = previous.dimension
        and watched.member = previous.member
        and previous.starts_at = 28
    left join {{ ref('kpi_targets') }} as targets
        on watched.kpi = targets.kpi
        and watched.dimension = targets.dimension
        and watched.member = targets.member
        and coalesce(latest.as_of, {{ today() }}) >= targets.valid_from
        and (targets.valid_to is null or coalesce(latest.as_of, {{ today() }}) <= targets.valid_to)
    left join stale on watched.kpi = stale.kpi
)

select
    kra,
    kpi,
    dimension,
    member,
    as_of,
    value,
    previous_value,
    {{ ratio('value - previous_value', 'abs(previous_value)') }} as change,
    case
        when value is null or previous_value is null then null
        when value = previous_value then 'flat'
        when (value > previous_value) = (better = 'higher') then 'good'
        else 'bad'
    end as direction,
    target,
    gap,
    case better when 'lower' then {{ ratio('target', 'value') }} else {{ ratio('value', 'target') }} end as attainment,
    case
        when value is null then 'unknown'
        when target is null then 'no_target'
        when gap >= fail then 'off_target'
        when gap >= warn then 'warning'
        else 'on_target'
    end as status,
    stale_streams is not null as is_stale,
    stale_streams
from compared
