{# Every KPI over whole weeks, months and quarters, over the days up to its last settled one, and over the year so far.

   An unfinished period is compared with as many days at the beginning of the one before. `last_year` is 52 weeks
   earlier, so that weekdays meet. A comparison with days that are only partly known stays null. Distinct counts have
   no periods here: people are not added up. #}
{% set calendar = [
    ('iso_week', 'week', 1, 'week'),
    ('month', 'month', 1, 'month'),
    ('quarter', 'quarter', 3, 'month'),
] %}
{% set days_before = dbt.dateadd('day', -1, 'calendar.starts_on') %}
{% set days_so_far = dbt.datediff('calendar.starts_on', 'kpis.as_of', 'day') %}
{% set as_many_days_before = dbt.dateadd('day', days_so_far, 'calendar.previous_starts_on') %}
{% set trailing = [7, 28, 90] %}

with

kpis as (
    select
        daily.kpi,
        kpis.additivity,
        min(daily.date_day) as since,
        max(daily.date_day) as as_of
    from {{ ref('kpi_daily') }} as daily
    inner join {{ ref('dim_kpi') }} as kpis on daily.kpi = kpis.kpi
    where daily.value is not null and not daily.is_provisional and kpis.additivity <> 'distinct'
    group by daily.kpi, kpis.additivity
),

calendar as (
    {% for period, column, count, part in calendar %}
        select distinct
            '{{ period }}' as period,
            {{ column }}_starts_on as starts_on,
            cast({{ dbt.dateadd('day', -1, dbt.dateadd(part, count, column ~ '_starts_on')) }} as date) as ends_on,
            cast({{ dbt.dateadd(part, -count, column ~ '_starts_on') }} as date) as previous_starts_on
        from {{ ref('dim_date') }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

spans as (
    select
        kpis.kpi,
        calendar.period,
        calendar.starts_on,
        least(calendar.ends_on, kpis.as_of) as ends_on,
        calendar.ends_on <= kpis.as_of as is_complete,
        calendar.previous_starts_on,
        case
            when calendar.ends_on <= kpis.as_of then cast({{ days_before }} as date)
            else cast(least({{ days_before }}, {{ as_many_days_before }}) as date)
        end as previous_ends_on
    from kpis
    inner join calendar on kpis.as_of >= calendar.starts_on and kpis.since <= calendar.starts_on

    {% for days in trailing %}
        union all

        select
            kpi,
            'trailing_{{ days }}' as period,
            cast({{ dbt.dateadd('day', 1 - days, 'as_of') }} as date) as starts_on,
            as_of as ends_on,
            true as is_complete,
            cast({{ dbt.dateadd('day', 1 - 2 * days, 'as_of') }} as date) as previous_starts_on,
            cast({{ dbt.dateadd('day', -days, 'as_of') }} as date) as previous_ends_on
        from kpis
        where since <= {{ dbt.dateadd('day', 1 - days, 'as_of') }}
    {% endfor %}

    union all

    select
        kpi,
        'year_to_date' as period,
        cast({{ dbt.date_trunc('year', 'as_of') }} as date) as starts_on,
        as_of as ends_on,
        false as is_complete,
        cast(null as date) as previous_starts_on,
        cast(null as date) as previous_ends_on
    from kpis
    where since <= {{ dbt.date_trunc('year', 'as_of') }}
),

compared as (
    select kpi, period, starts_on, 'this' as role, starts_on as first_day, ends_on as last_day from spans
    union all
    select kpi, period, starts_on, 'previous' as role, previous_starts_on as first_day, previous_ends_on as last_day
    from spans
    union all
    select
        kpi,
        period,
        starts_on,
        'last_year' as role,
        cast({{ dbt.dateadd('day', -364, 'starts_on') }} as date) as first_day,
        cast({{ dbt.dateadd('day', -364, 'ends_on') }} as date) as last_day
    from spans
),

measured as (
    select
        compared.kpi,
        compared.period,
        compared.starts_on,
        compared.role,
        daily.dimension,
        daily.member,
        sum(daily.numerator) as numerator,
        sum(daily.denominator) as denominator,
        case kpis.additivity
            when 'ratio' then {{ ratio('sum(daily.numerator)', 'sum(daily.denominator)') }}
            when 'additive' then sum(daily.numerator)
            else max_by(daily.value, daily.date_day)
        end as value
    from compared
    inner join kpis on compared.kpi = kpis.kpi and compared.first_day >= kpis.since
    inner join {{ ref('kpi_daily') }} as daily
        on compared.kpi = daily.kpi and daily.date_day between compared.first_day and compared.last_day
    group by
        compared.kpi, compared.period, compared.starts_on, compared.role, daily.dimension, daily.member, kpis.additivity
)

select
    this.kpi,
    this.dimension,
    this.member,
    spans.period,
    spans.starts_on,
    spans.ends_on,
    spans.is_complete,
    this.numerator,
    this.denominator,
    this.value,
    previous.value as previous_value,
    {{ ratio('this.value - previous.value', 'abs(previous.value)') }} as previous_change,
    last_year.value as last_year_value,
    {{ ratio('this.value - last_year.value', 'abs(last_year.value)') }} as last_year_change
from measured as this
inner join spans on this.kpi = spans.kpi and this.period = spans.period and this.starts_on = spans.starts_on
left join measured as previous
    on this.kpi = previous.kpi
    and this.dimension = previous.dimension
    and this.member = previous.member
    and this.period = previous.period
    and this.starts_on = previous.starts_on
    and previous.role = 'previous'
left join measured as last_year
    on this.kpi = last_year.kpi
    and this.dimension = last_year.dimension
    and this.member = last_year.member
    and this.period = last_year.period
    and this.starts_on = last_year.starts_on
    and last_year.role = 'last_year'
where this.role = 'this'
