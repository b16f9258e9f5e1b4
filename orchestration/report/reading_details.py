"""Reads what the page of a KRA tells in depth: lines, periods, pacing, drivers, events. Absent tables are as empty."""

from collections import defaultdict
from typing import Any

from orchestration.report.details import Detail, Driver, Goal, Happening, Pace, Period, TargetSpan
from orchestration.report.published import Published
from orchestration.report.reading import days_of
from orchestration.report.reading_revisions import maturities, restatements
from orchestration.report.scorecard import Alarm, Area

SPAN = 182
"""Days that a chart shows: half a year, in whole weeks."""

# Of each calendar period the running one and the one before, of weeks a quarter of a year.
PERIODS = """
    select
        kpi, period, starts_on, ends_on, is_complete, value, previous_value, previous_change, last_year_value,
        last_year_change
    from reporting.kpi_periods where dimension = 'total'
    qualify row_number() over (partition by kpi, period order by starts_on desc)
        <= case period when 'iso_week' then 13 when 'month' then 2 when 'quarter' then 2 else 1 end
    order by kpi, starts_on desc
"""

# A KPI that settles after months has its last settled day in a period that has ended: there is nothing to project.
PACES = """
    select
        kpi, period, starts_on, ends_on, as_of, value_to_date, projected_value, target, projected_attainment, status
    from reporting.kpi_pacing
    where dimension = 'total' and ends_on >= (select night from reporting.published_version)
    order by kpi, period
"""

# The strongest members of a dimension by name, all others in one row, so that the effects still add up to the change.
DRIVERS = """
    with effects as (
        select
            drivers.*, kpis.additivity = 'additive' as adds_up, volume_effect + mix_effect + rate_effect as effect,
            max(abs(volume_effect + mix_effect + rate_effect)) over (partition by drivers.kpi, dimension) as strongest
        from reporting.kpi_drivers as drivers inner join reporting.dim_kpi as kpis on drivers.kpi = kpis.kpi
    ),
    ranked as (
        select
            *, count(*) over (partition by kpi, dimension) as members,
            row_number() over (partition by kpi, dimension order by abs(effect) desc, member) as place
        from effects where member <> '(elsewhere)' or abs(effect) > 1e-6 * strongest
    )
    select
        kpi, dimension, any_value(member) as member, count(*) as members,
        case when count(*) = 1 or bool_and(adds_up) then sum(value) end as value,
        case when count(*) = 1 or bool_and(adds_up) then sum(previous_value) end as previous_value,
        sum(volume_effect) as volume_effect, sum(mix_effect) as mix_effect, sum(rate_effect) as rate_effect
    from ranked group by kpi, dimension, case when members > 7 then least(place, 7) else place end
    order by kpi, dimension, min(place)
"""

GOALS = """
    select kpi, dimension, member, value, target, status from reporting.kpi_status
    where dimension <> 'total' and target is not null order by kpi, dimension, member
"""

TARGETS = """
    select kpi, valid_from, valid_to, target from reporting.kpi_targets
    where dimension = 'total' order by kpi, valid_from
"""

KRIS = """
    select kpi, kri, bool_or(state = 'fired') as fired, bool_or(state = 'calm') as calm from reporting.kri_events
    where night = (select night from reporting.published_version) group by kpi, kri order by kpi, kri
"""

BEFORE = """
    select kpi, arg_max(status, night) as status from reporting.kra_scorecard_history
    where night <= (select night from reporting.published_version) - 7 group by kpi
"""

SOURCES = "select distinct kpi, source from reporting.kpi_sources order by kpi, source"

# Those of the chart's half year. An event bears on one KPI or on all; a search update on the KRAs that Search Console
# measures. One without a last day goes on.
HAPPENINGS = """
    with searching as (
        select distinct kpis.kra from reporting.dim_kpi as kpis
        inner join reporting.kpi_sources as made on kpis.kpi = made.kpi where made.source = 'search_console'
    )
    select
        kpis.kpi, events.kind, events.name, events.starts_on,
        coalesce(events.ends_on, greatest(events.starts_on, version.night)) as ends_on,
        string_agg(distinct events.country, ', ' order by events.country) as country
    from reporting.calendar_events as events
    cross join reporting.published_version as version
    inner join reporting.dim_kpi as kpis on coalesce(events.kpi, kpis.kpi) = kpis.kpi
    where
        (events.kpi is not null or events.kind <> 'search_update' or kpis.kra in (from searching))
        and events.starts_on <= version.night + 7 and coalesce(events.ends_on, version.night) >= version.night - 200
    group by all order by kpis.kpi, events.starts_on, events.name
"""

THRESHOLDED = """
    select count(distinct date_day) filter (is_thresholded) as days from marts.fct_web_daily
    where date_day > (select max(date_day) from marts.fct_web_daily) - 28
"""


def read_details(file: Published, areas: tuple[Area, ...]) -> dict[str, list[Detail]]:
    """By KRA, the KPIs of each in their order."""
    tables = {
        "days": days_of(file, SPAN),
        "targets": _by_kpi(file, "reporting.kpi_targets", TARGETS, TargetSpan),
        "happenings": _by_kpi(file, "reporting.calendar_events", HAPPENINGS, Happening),
        "periods": _by_kpi(file, "reporting.kpi_periods", PERIODS, Period),
        "paces": _by_kpi(file, "reporting.kpi_pacing", PACES, Pace),
        "goals": _by_kpi(file, "reporting.kpi_status", GOALS, Goal),
    }
    kris = _by_kpi(file, "reporting.kri_events", KRIS, dict)
    sources = _by_kpi(file, "reporting.kpi_sources", SOURCES, lambda source: source)
    before = {row["kpi"]: row["status"] for row in file.rows_if_there("reporting.kra_scorecard_history", BEFORE)}
    maturity, restated = maturities(file), restatements(file)
    matures_after = {row["kpi"]: row["matures_after"] for row in file.rows("from reporting.dim_kpi")}
    drivers = _drivers(file)
    thresholded = _thresholded(file)
    return {
        area.kra: [
            Detail(
                standing=standing,
                **{name: tuple(rows.get(standing.kpi, ())) for name, rows in tables.items()},
                drivers=drivers.get(standing.kpi, {}),
                status_before=before.get(standing.kpi),
                alarms=_alarms(area, standing.kpi),
                calm=tuple(kri["kri"] for kri in kris.get(standing.kpi, ()) if kri["calm"] and not kri["fired"]),
                undecided=tuple(kri["kri"] for kri in kris.get(standing.kpi, ()) if not kri["calm"] | kri["fired"]),
                sources=tuple(sources.get(standing.kpi, ())),
                matures_after=matures_after[standing.kpi],
                maturity=maturity.get(standing.kpi, ()),
                restated=restated.get(standing.kpi),
                thresholded_days=thresholded if "ga4" in sources.get(standing.kpi, ()) else 0,
            )
            for standing in area.standings
        ]
        for area in areas
    }


def _by_kpi(file: Published, table: str, query: str, make: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in file.rows_if_there(table, query):
        found[row.pop("kpi")].append(make(**row))
    return found


def _drivers(file: Published) -> dict[str, dict[str, list[Driver]]]:
    found: dict[str, dict[str, list[Driver]]] = defaultdict(lambda: defaultdict(list))
    for row in file.rows_if_there("reporting.kpi_drivers", DRIVERS):
        found[row.pop("kpi")][row.pop("dimension")].append(Driver(**row))
    return found


def _alarms(area: Area, kpi: str) -> tuple[Alarm, ...]:
    return tuple(alarm for alarm in area.alarms if alarm.first.kpi == kpi)


def _thresholded(file: Published) -> int:
    if not file.has("marts.fct_web_daily", "date_day", "is_thresholded"):
        return 0
    return int(file.rows(THRESHOLDED)[0]["days"])
