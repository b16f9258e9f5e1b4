"""Reads how figures move after they were first told: how much of a young day is known, what changed once settled."""

from orchestration.report.details import Known, Restated
from orchestration.report.published import Published

NIGHTS = 28
"""How far back a change after settling is told."""

MATURITY = "select kpi, age, share_known from reporting.kpi_maturity order by kpi, age"

# What a day was told to be on the night from which on it counted as settled (or on the first night that told it, if
# that was later), and what it is told to be now. Days are put together as the KPI's days are.
RESTATED = """
    with said as (
        select
            revisions.*, additivity,
            greatest(
                min(revisions.night) over (partition by revisions.kpi, date_day), date_day + matures_after
            ) as settled_on
        from reporting.kpi_revisions as revisions inner join reporting.dim_kpi as kpis on revisions.kpi = kpis.kpi
        where dimension = 'total' and revisions.night <= (select night from reporting.published_version)
    ),
    days as (
        select
            kpi, additivity, date_day, max(night) as changed_on,
            arg_max_null(numerator, night) filter (where night <= settled_on) as numerator_before,
            arg_max_null(denominator, night) filter (where night <= settled_on) as denominator_before,
            arg_max_null(numerator, night) as numerator, arg_max_null(denominator, night) as denominator
        from said group by kpi, additivity, date_day, settled_on having max(night) > settled_on
    ),
    restated as (
        select
            kpi, count(*) as days, min(date_day) as starts_on, max(date_day) as ends_on,
            case when additivity = 'ratio' then sum(numerator_before) / nullif(sum(denominator_before), 0)
            else avg(numerator_before) end as before,
            case when additivity = 'ratio' then sum(numerator) / nullif(sum(denominator), 0)
            else avg(numerator) end as now
        from days
        where changed_on > (select night from reporting.published_version) - $nights::integer
        group by kpi, additivity
    )
    select kpi, days, starts_on, ends_on, now / nullif(before, 0) - 1 as change from restated
"""


def maturities(file: Published) -> dict[str, tuple[Known, ...]]:
    """By KPI, the share of the final figure that is usually known, from the youngest age on."""
    found: dict[str, tuple[Known, ...]] = {}
    for row in file.rows_if_there("reporting.kpi_maturity", MATURITY):
        found[row["kpi"]] = (*found.get(row["kpi"], ()), Known(row["age"], row["share_known"]))
    return found


def restatements(file: Published) -> dict[str, Restated]:
    """By KPI, settled days of the total that changed lately. A KPI of which none did is absent."""
    rows = file.rows_if_there("reporting.kpi_revisions", RESTATED, nights=NIGHTS)
    return {row.pop("kpi"): Restated(**row) for row in rows if row["change"] is not None}
