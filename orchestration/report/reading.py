"""Reads a scorecard from a published file, once, and from nothing else."""

from pathlib import Path

from orchestration.report.published import Published, opened
from orchestration.report.scorecard import AXES, Alarm, Area, Day, Risk, Scorecard, Standing, Trouble

DAYS = 90
PARTS = ("responsible", "consulted", "informed")
"""Who takes part in a KRA beside its owner; a file that was published before this was declared has no such columns."""


def read_scorecard(published: Path, language: str = "en") -> Scorecard:
    """The scorecard in a published file, with its labels in a language (en or fr)."""
    with opened(published) as file:
        return scorecard_of(file, language)


def scorecard_of(file: Published, language: str) -> Scorecard:
    """The same, of a file that is open already."""
    (version,) = file.rows(VERSION)
    days = days_of(file, DAYS)
    standings: dict[str, list[Standing]] = {}
    for row in file.rows(STANDINGS.format(language=language)):
        kra = row.pop("kra")
        standings.setdefault(kra, []).append(Standing(**row, days=tuple(days.get(row["kpi"], ()))))
    alarms = _alarms(file, language)
    undecided = {row["kra"]: row["undecided"] for row in file.rows(UNDECIDED)}
    parts = (part if file.has("reporting.dim_kra", part) else f"null as {part}" for part in PARTS)
    areas = [
        Area(
            **row,
            standings=tuple(standings.get(row["kra"], ())),
            alarms=tuple(alarms.get(row["kra"], ())),
            undecided=undecided.get(row["kra"], 0),
        )
        for row in file.rows(AREAS.format(language=language, parts=", ".join(parts)))
    ]
    axes = list(AXES)
    return Scorecard(
        **version,
        areas=tuple(sorted(areas, key=lambda area: axes.index(area.axis))),
        troubles=tuple(Trouble(**row) for row in file.rows(TROUBLES)),
        last_day=max((day.day for line in days.values() for day in line), default=None),
    )


VERSION = "select night, published_at, currency from reporting.published_version"

AREAS = """
    select
        kra, axis, coalesce(label_{language}, label_en) as label,
        coalesce(role_{language}, role_en, owner_name) as role,
        trim(regexp_replace(lower(coalesce(role_en, owner_name)), '[^a-z0-9]+', '-', 'g'), '-') as role_id,
        owner_name as owner, owner_email as email, {parts}, description
    from reporting.dim_kra order by position
"""

STANDINGS = """
    select
        kra, kpi, coalesce(label_{language}, label_en) as label, unit, better, additivity, description, caveat, as_of,
        value, previous_value, change, direction, target, gap, attainment, status, stale_streams
    from reporting.kra_scorecard order by kra_position, kpi_position
"""

# A week's rate is its sums divided, never a mean of rates; a stock or a distinct count of a week is its last level.
LINES = """
    with weekly as (
        select
            daily.kpi, date_day as day, value, is_provisional as provisional,
            case
                when kpis.additivity in ('semi_additive', 'distinct') then value
                when date_day - min(date_day) over (partition by daily.kpi) < 6 then null
                when kpis.additivity = 'ratio' then sum(numerator) over week / nullif(sum(denominator) over week, 0)
                else avg(value) over week
            end as week
        from reporting.kpi_daily as daily inner join reporting.dim_kpi as kpis on daily.kpi = kpis.kpi
        where dimension = 'total'
        window week as (
            partition by daily.kpi order by date_day range between interval 6 days preceding and current row
        )
    )
    select now.*, past.week as last_year
    from weekly as now left join weekly as past on now.kpi = past.kpi and now.day - 364 = past.day
    where now.day > (select max(day) from weekly) - $days::integer order by now.kpi, now.day
"""

# Nights are numbered because a night without a run interrupts nothing.
RISKS = """
    with nights as (
        select night, row_number() over (order by night) as number
        from (
            select distinct night from reporting.kri_events
            where night <= (select night from reporting.published_version)
        )
    ),
    fired as (
        select
            events.*, number,
            number - row_number() over (partition by kpi, "check", dimension, member order by number) as streak
        from reporting.kri_events as events inner join nights on events.night = nights.night
        where state = 'fired'
    ),
    streaks as (
        select *, count(*) over (partition by kpi, "check", dimension, member, streak) as nights from fired
    )
    select
        streaks.kra, streaks.kpi, coalesce(kpis.label_{language}, kpis.label_en) as kpi_label, kri, dimension, member,
        severity, since, nights, coalesce({reason}, reason) as reason,
        case when {reason} is null then 'en' else '{language}' end as reason_language
    from streaks inner join reporting.dim_kpi as kpis on streaks.kpi = kpis.kpi
    where night = (select night from reporting.published_version)
    order by severity = 'error' desc, kri = 'off_target', kpis.position, kri, since, member
"""

UNDECIDED = """
    select kra, count(distinct (kpi, "check")) as undecided from reporting.kri_events
    where night = (select night from reporting.published_version) and state = 'unknown' group by kra
"""

TROUBLES = """
    select
        source, last_error as error, max(last_success_at) as last_success,
        list(distinct stream order by stream) as streams
    from reporting.source_freshness where is_failing or is_behind
    group by source, last_error order by source, last_error
"""


def days_of(file: Published, days: int) -> dict[str, list[Day]]:
    """The last days of every KPI, by KPI."""
    lines: dict[str, list[Day]] = {}
    for row in file.rows(LINES, days=days):
        lines.setdefault(row.pop("kpi"), []).append(Day(**row))
    return lines


def _alarms(file: Published, language: str) -> dict[str, list[Alarm]]:
    """By KRA, in the order of the first risk of each alarm."""
    together: dict[tuple[str, ...], list[Risk]] = {}
    own = f"reason_{language}"
    reason = f"nullif({own}, '')" if file.has("reporting.kri_events", own) else "null::varchar"
    for row in file.rows(RISKS.format(language=language, reason=reason)):
        kra = row.pop("kra")
        together.setdefault((kra, row["kpi"], row["kri"], row["dimension"]), []).append(Risk(**row))
    alarms: dict[str, list[Alarm]] = {}
    for (kra, *_), risks in together.items():
        alarms.setdefault(kra, []).append(Alarm(tuple(risks)))
    return alarms
