"""Every declared KRI on tonight's warehouse. What comes out are events: rows for people, checks and reports."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.kri import RULES
from orchestration.kri.panel import Panel, Verdict
from orchestration.panels import Panels
from orchestration.registry import Kpi, KriMeta, Registry

WITH_SPEND = "saturation"
NAMES_SEARCH_UPDATES = "search_algorithm_change"
KEPT_NIGHTS = 400


@dataclass(frozen=True)
class Event:
    """One KRI on one member, one night."""

    night: date
    kra: str
    kpi: str
    kri: str
    check: str
    rule: str
    dimension: str
    member: str
    state: str
    severity: str
    day: date | None
    since: date | None
    observed: float | None
    expected: float | None
    low: float | None
    high: float | None
    score: float | None
    unit: str
    days_used: int
    owner: str
    reason: str
    evaluated_at: datetime


TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    date: pa.date32(),
    date | None: pa.date32(),
    float | None: pa.float64(),
    int: pa.int64(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def schema() -> pa.Schema:
    return pa.schema([(name, TYPES[kind]) for name, kind in get_type_hints(Event).items()])


def evaluate(registry: Registry, warehouse: Path, night: date, now: datetime) -> list[Event]:
    """The events of all KRIs: one a member that fired or is unknown, and one for each KRI where all is calm."""
    with Panels(warehouse) as panels:
        return [
            event
            for kpi in registry.kpis
            for kri, check in zip(kpi.kris, kpi.check_names, strict=True)
            for event in events_of(registry, panels, kpi, kri, check, night, now)
        ]


def events_of(
    registry: Registry, panels: Panels, kpi: Kpi, kri: KriMeta, check: str, night: date, now: datetime
) -> Iterator[Event]:
    """What one KRI says on a night: a row a member that fired, or one for all; and one a member that cannot be told."""
    dimension = kri.by or "total"
    panel = panels.panel(kpi, dimension)
    verdicts = _verdicts(registry, panels, kpi, kri, dimension, panel)
    telling = [verdict for verdict in verdicts if verdict.state == "fired"] or verdicts[:1]
    silent = [verdict for verdict in verdicts if verdict.state == "unknown" and verdict not in telling]
    for verdict in [*telling, *silent]:
        yield Event(
            night=night,
            kra=kpi.kra,
            kpi=kpi.name,
            kri=kri.kri,
            check=check,
            rule=kri.rule,
            dimension=dimension,
            member=verdict.member,
            state=verdict.state,
            severity="error" if kri.severity == "error" else verdict.severity,
            day=_as_date(verdict.day),
            since=_as_date(verdict.since),
            observed=verdict.observed,
            expected=verdict.expected,
            low=verdict.low,
            high=verdict.high,
            score=verdict.score,
            unit=kpi.meta.unit,
            days_used=verdict.days_used,
            owner=registry.kra(kpi.kra).owner,
            reason=verdict.reason + _known_updates(panels, kri, verdict),
            evaluated_at=now,
        )


def _verdicts(
    registry: Registry, panels: Panels, kpi: Kpi, kri: KriMeta, dimension: str, panel: Panel | None
) -> list[Verdict]:
    if panel is None:
        return [Verdict("total", "unknown", "The warehouse has no figure of this KPI yet.")]
    parameters = dict(kri.parameters)
    if kri.minimum:
        parameters["minimum"] = kri.minimum
    if kri.rule == WITH_SPEND:
        spend = panels.panel(registry.kpi(parameters.pop("spend")), dimension)
        if spend is None:
            return [Verdict("total", "unknown", "The warehouse has no spend to compare with yet.")]
        panel, spend = _aligned(panel, spend)
        return RULES[kri.rule](panel, spend=spend, **parameters)
    if kri.rule == "gap_to_target":
        settled = panel.until_settled()
        day = _as_date(settled.days[-1]) if len(settled.days) else None
        parameters |= panels.targets(kpi, dimension, panel.members, day or date.min)
    return RULES[kri.rule](panel, **parameters)


def _aligned(panel: Panel, spend: Panel) -> tuple[Panel, Panel]:
    """Both panels on the members and days that they share."""
    members = [member for member in panel.members if member in spend.members]
    days = np.intersect1d(panel.days, spend.days)
    return _pick(panel, members, days), _pick(spend, members, days)


def _pick(panel: Panel, members: list[str], days: np.ndarray) -> Panel:
    rows = [panel.members.index(member) for member in members]
    chosen = panel.cut(int(np.searchsorted(panel.days, days[0])), int(np.searchsorted(panel.days, days[-1])) + 1)
    denominator = None if chosen.denominator is None else chosen.denominator[rows]
    return replace(chosen, members=tuple(members), numerator=chosen.numerator[rows], denominator=denominator)


def _known_updates(panels: Panels, kri: KriMeta, verdict: Verdict) -> str:
    """For a change of search ranking: the confirmed updates whose rollout fits the day on which it began."""
    since = _as_date(verdict.since)
    if kri.kri != NAMES_SEARCH_UPDATES or verdict.state != "fired" or since is None:
        return ""
    fitting = [
        f"{name} ({starts} to {ends})"
        for name, starts, ends in panels.search_updates()
        if starts - timedelta(days=3) <= since <= ends + timedelta(days=14)
    ]
    return f" Fits: {', '.join(fitting)}." if fitting else " No known search update fits."


def write_events(events: list[Event], folder: Path, night: date) -> Path:
    """The night's events as one file, replaced whole; nights of more than a year ago are let go."""
    folder.mkdir(parents=True, exist_ok=True)
    beside, path = folder / f".{night}.new", folder / f"{night}.parquet"
    pq.write_table(pa.Table.from_pylist([vars(event) for event in events], schema()), beside)
    beside.replace(path)
    for old in sorted(folder.glob("*.parquet"))[:-KEPT_NIGHTS]:
        old.unlink()
    return path


def read_events(folder: Path, night: date) -> list[Event]:
    """The events of a night; none when it was not evaluated."""
    path = folder / f"{night}.parquet"
    return [Event(**row) for row in pq.read_table(path).to_pylist()] if path.exists() else []


def _as_date(day: np.datetime64 | None) -> date | None:
    return None if day is None else day.astype("datetime64[D]").astype(date)
