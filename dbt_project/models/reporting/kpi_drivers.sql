{# What moved a KPI: its last 28 settled days against the 28 before, member by member. The effects of a dimension's
   members add up to the change of the total, exactly: what the members do not explain is the member '(elsewhere)'.

   A quantity moves by volume alone. A rate moves because members weigh more or less (mix), and because they themselves
   got better or worse (rate); both at the mean of the two periods, so that nothing is left over. What a member spent on
   nothing (a campaign without a conversion) made it worse. #}
with

kpis as (
    select
        daily.kpi,
        kpis.additivity,
        max(daily.date_day) as as_of
    from {{ ref('kpi_daily') }} as daily
    inner join {{ ref('dim_kpi') }} as kpis on daily.kpi = kpis.kpi
    where daily.value is not null and not daily.is_provisional and kpis.additivity in ('additive', 'ratio')
    group by daily.kpi, kpis.additivity
),

aged as (
    select
        daily.kpi,
        daily.dimension,
        daily.member,
        daily.numerator,
        daily.denominator,
        {{ dbt.datediff('daily.date_day', 'kpis.as_of', 'day') }}
            as age
    from {{ ref('kpi_daily') }} as daily
    inner join kpis on daily.kpi = kpis.kpi
),

periods as (
    select
        kpi,
        dimension,
        member,
        coalesce(sum(case when age < 28 then numerator end), 0) as numerator_now,
        coalesce(sum(case when age < 28 then denominator end), 0) as denominator_now,
        coalesce(sum(case when age >= 28 then numerator end), 0) as numerator_before,
        coalesce(sum(case when age >= 28 then denominator end), 0) as denominator_before
    from aged
    where age between 0 and 55
    group by kpi, dimension, member
),

totals as (
    select * from periods where dimension = 'total'
),

members as (
    select
        kpi,
        dimension,
        member,
        numerator_now,
        denominator_now,
        numerator_before,
        denominator_before
    from periods
    where dimension <> 'total'

    union all

    select
        totals.kpi,
        known.dimension,
        '(elsewhere)' as member,
        max(totals.numerator_now) - sum(known.numerator_now) as numerator_now,
        max(totals.denominator_now) - sum(known.denominator_now) as denominator_now,
        max(totals.numerator_before) - sum(known.numerator_before) as numerator_before,
        max(totals.denominator_before) - sum(known.denominator_before) as denominator_before
    from totals
    inner join periods as known on totals.kpi = known.kpi and known.dimension <> 'total'
    group by totals.kpi, known.dimension
),

rates as (
    select
        members.*,
        kpis.additivity,
        kpis.as_of,
        {{ ratio('members.denominator_now', 'totals.denominator_now') }} as share_now,
        {{ ratio('members.denominator_before', 'totals.denominator_before') }} as share_before,
        {{ ratio('members.numerator_now', 'totals.denominator_now') }} as part_now,
        {{ ratio('members.numerator_before', 'totals.denominator_before') }} as part_before,
        coalesce(
            {{ ratio('members.numerator_now', 'members.denominator_now') }},
            {{ ratio('members.numerator_before', 'members.denominator_before') }},
            0
        ) as rate_now,
        coalesce(
            {{ ratio('members.numerator_before', 'members.denominator_before') }},
            {{ ratio('members.numerator_now', 'members.denominator_now') }},
            0
        ) as rate_before,
        {{ ratio(
            'totals.numerator_now + totals.numerator_before',
            'totals.denominator_now + totals.denominator_before'
        ) }} as usual_rate
    from members
    inner join totals on members.kpi = totals.kpi
    inner join kpis on members.kpi = kpis.kpi
)

select
    kpi,
    dimension,
    member,
    as_of,
    case additivity
        when 'ratio' then {{ ratio('numerator_now', 'denominator_now') }}
        else numerator_now
    end as value,
    case additivity
        when 'ratio' then {{ ratio('numerator_before', 'denominator_before') }}
        else numerator_before
    end as previous_value,
    share_now as weight,
    share_before as previous_weight,
    case additivity when 'ratio' then 0 else numerator_now - numerator_before end as volume_effect,
    case additivity
        when 'ratio' then (share_now - share_before) * ((rate_now + rate_before) / 2 - usual_rate) else 0
    end as mix_effect,
    case additivity
        when 'ratio'
            then part_now - part_before - (share_now - share_before) * (rate_now + rate_before) / 2
        else 0
    end as rate_effect
from rates
where
    (additivity = 'additive' or (share_now is not null and share_before is not null))
    and not (member = '(elsewhere)' and numerator_now = 0 and numerator_before = 0 and denominator_now = 0)
