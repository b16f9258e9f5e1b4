{# Where a month and a quarter will end: what is known, and for each day still to come what its weekday brought lately,
   times what last year says of the season. Against the target of all days of the period. Quantities and rates only. #}
{% set lately = 56 %}

with

kpis as (
    select
        daily.kpi,
        kpis.additivity,
        kpis.better,
        min(daily.date_day) as since,
        max(daily.date_day) as as_of
    from {{ ref('kpi_daily') }} as daily
    inner join {{ ref('dim_kpi') }} as kpis on daily.kpi = kpis.kpi
    where
        daily.value is not null
        and not daily.is_provisional
        and daily.dimension = 'total'
        and kpis.additivity in ('additive', 'ratio')
    group by daily.kpi, kpis.additivity, kpis.better
),

spans as (
    {% for period, months in [('month', 1), ('quarter', 3)] %}
        {% set begins = dbt.date_trunc(period, dbt.dateadd('day', 1, 'as_of')) %}
        select
            kpi,
            additivity,
            better,
            since,
            as_of,
            '{{ period }}' as period,
            cast({{ begins }} as date) as starts_on,
            cast({{ dbt.dateadd('day', -1, dbt.dateadd('month', months, begins)) }} as date) as ends_on
        from kpis
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

watched as (
    select kpi, 'total' as dimension, 'total' as member from kpis
    union distinct
    select kpi, dimension, member from {{ ref('kpi_targets') }}
),

measured as (
    select
        daily.kpi,
        daily.dimension,
        daily.member,
        daily.date_day,
        dates.weekday,
        daily.numerator,
        daily.denominator
    from {{ ref('kpi_daily') }} as daily
    inner join watched
        on daily.kpi = watched.kpi and daily.dimension = watched.dimension and daily.member = watched.member
    inner join {{ ref('dim_date') }} as dates on daily.date_day = dates.date_day
),

weekdays as (
    select
        spans.kpi,
        spans.period,
        measured.dimension,
        measured.member,
        measured.weekday,
        {{ ratio('sum(measured.numerator)', (lately / 7) | string) }} as numerator,
        {{ ratio('sum(measured.denominator)', (lately / 7) | string) }} as denominator
    from spans
    inner join measured
        on spans.kpi = measured.kpi
        and spans.as_of >= measured.date_day
        and measured.date_day > {{ dbt.dateadd('day', -lately, 'spans.as_of') }}
    group by spans.kpi, spans.period, measured.dimension, measured.member, measured.weekday
),

{# Of quantities and of what rates are divided by, 52 weeks earlier: the days to come against the days lately. #}
last_year as (
    select
        spans.kpi,
        spans.period,
        measured.dimension,
        measured.member,
        coalesce(measured.denominator, measured.numerator) as volume,
        measured.date_day > {{ dbt.dateadd('day', -364, 'spans.as_of') }} as is_ahead
    from spans
    inner join measured
        on spans.kpi = measured.kpi
        and measured.date_day > {{ dbt.dateadd('day', -364 - lately, 'spans.as_of') }}
        and measured.date_day <= {{ dbt.dateadd('day', -364, 'spans.ends_on') }}
    where spans.since <= {{ dbt.dateadd('day', -364 - lately, 'spans.as_of') }}
),

seasons as (
    select
        kpi,
        period,
        dimension,
        member,
        {{ ratio('avg(case when is_ahead then volume end)', 'avg(case when not is_ahead then volume end)') }} as season
    from last_year
    group by kpi, period, dimension, member
),

days as (
    select
        spans.kpi,
        spans.period,
        watched.dimension,
        watched.member,
        dates.date_day,
        case when dates.date_day <= spans.as_of then measured.numerator end as known_numerator,
        case when dates.date_day <= spans.as_of then measured.denominator end as known_denominator,
        case
            when dates.date_day <= spans.as_of then measured.numerator
            else weekdays.numerator * coalesce(seasons.season, 1)
        end as numerator,
        case
            when dates.date_day <= spans.as_of then measured.denominator
            else weekdays.denominator * coalesce(seasons.season, 1)
        end as denominator,
        targets.target,
        targets.warn,
        targets.fail
    from spans
    inner join watched on spans.kpi = watched.kpi
    inner join {{ ref('dim_date') }} as dates
        on spans.starts_on <= dates.date_day and spans.ends_on >= dates.date_day
    left join measured
        on watched.kpi = measured.kpi
        and watched.dimension = measured.dimension
        and watched.member = measured.member
        and dates.date_day = measured.date_day
    left join weekdays
        on watched.kpi = weekdays.kpi
        and watched.dimension = weekdays.dimension
        and watched.member = weekdays.member
        and spans.period = weekdays.period
        and dates.weekday = weekdays.weekday
    left join seasons
        on watched.kpi = seasons.kpi
        and watched.dimension = seasons.dimension
        and watched.member = seasons.member
        and spans.period = seasons.period
    left join {{ ref('kpi_targets') }} as targets
        on watched.kpi = targets.kpi
        and watched.dimension = targets.dimension
        and watched.member = targets.member
        and dates.date_day >= targets.valid_from
        and (targets.valid_to is null or dates.date_day <= targets.valid_to)
),

ended as (
    select
        days.kpi,
        days.dimension,
        days.member,
        days.period,
        spans.starts_on,
        spans.ends_on,
        spans.as_of,
        spans.better,
        case spans.additivity
            when 'ratio' then {{ ratio('sum(days.known_numerator)', 'sum(days.known_denominator)') }}
            else sum(days.known_numerator)
        end as value_to_date,
        case spans.additivity
            when 'ratio' then {{ ratio('sum(days.numerator)', 'sum(days.denominator)') }} else sum(days.numerator)
        end as projected_value,
        case
            when count(days.target) < count(*) then null
            when spans.additivity = 'ratio' then avg(days.target)
            else sum(days.target)
        end as target,
        max(days.warn) as warn,
        max(days.fail) as fail
    from days
    inner join spans on days.kpi = spans.kpi and days.period = spans.period
    group by
        days.kpi,
        days.dimension,
        days.member,
        days.period,
        spans.starts_on,
        spans.ends_on,
        spans.as_of,
        spans.better,
        spans.additivity
),

judged as (
    select
        *,
        case better when 'lower' then projected_value - target else target - projected_value end as shortfall
    from ended
)

select
    kpi,
    dimension,
    member,
    period,
    starts_on,
    ends_on,
    as_of,
    value_to_date,
    projected_value,
    target,
    case better
        when 'lower' then {{ ratio('target', 'projected_value') }}
        else {{ ratio('projected_value', 'target') }}
    end as projected_attainment,
    case
        when projected_value is null then 'unknown'
        when target is null then 'no_target'
        when shortfall >= fail * abs(target) then 'off_target'
        when shortfall >= warn * abs(target) then 'warning'
        else 'on_target'
    end as status
from judged
