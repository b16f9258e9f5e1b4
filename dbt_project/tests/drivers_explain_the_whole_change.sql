{# The effects of a dimension's members are the change of the total, to the last digit that doubles have. #}
with

effects as (
    select kpi, dimension, max(as_of) as as_of, sum(volume_effect + mix_effect + rate_effect) as explained
    from {{ ref('kpi_drivers') }}
    group by kpi, dimension
),

known as (
    select kpi, max(as_of) as as_of
    from effects
    group by kpi
),

aged as (
    select
        daily.kpi,
        daily.numerator,
        daily.denominator,
        {{ dbt.datediff('daily.date_day', 'known.as_of', 'day') }}
            as age
    from {{ ref('kpi_daily') }} as daily
    inner join known on daily.kpi = known.kpi
    where daily.dimension = 'total'
),

periods as (
    select
        aged.kpi,
        kpis.additivity,
        aged.age < 28 as is_now,
        case kpis.additivity
            when 'ratio' then {{ ratio('sum(aged.numerator)', 'sum(aged.denominator)') }} else sum(aged.numerator)
        end as value
    from aged
    inner join {{ ref('dim_kpi') }} as kpis on aged.kpi = kpis.kpi
    where aged.age between 0 and 55
    group by aged.kpi, kpis.additivity, aged.age < 28
),

changes as (
    select
        kpi,
        additivity,
        max(case when is_now then value end) as value,
        max(case when not is_now then value end) as previous_value
    from periods
    group by kpi, additivity
)

select
    effects.kpi,
    effects.dimension,
    effects.explained,
    changes.value,
    changes.previous_value
from effects
inner join changes on effects.kpi = changes.kpi
where
    (changes.additivity = 'additive' or (changes.value is not null and changes.previous_value is not null))
    and abs(effects.explained - (coalesce(changes.value, 0) - coalesce(changes.previous_value, 0)))
    > 1e-9 * greatest(1, abs(changes.value))
