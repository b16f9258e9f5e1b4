"""Every declared KRI on tonight's warehouse. What comes out are events: rows for people, checks and reports."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np

from orchestration.explain import explain
from orchestration.kri import RULES, needs_budget
from orchestration.kri.panel import Panel, Verdict, as_date, no_answer
from orchestration.kri_events import Event
from orchestration.language import LANGUAGES, word
from orchestration.panels import Panels
from orchestration.registry import Kpi, KriMeta, Registry
from orchestration.settings import Kadran
from orchestration.telling import tell

WHOLE = "total"
WEEKS_A_YEAR, MOST_FALSE_ALARMS = 52.18, 0.5
"""However few figures are watched, none may raise more than so many false alarms a year."""


@dataclass(frozen=True)
class Night:
    """What an evaluation is of: the last whole day, what a team accepts in false alarms a week, and how it is told."""

    night: date
    now: datetime
    currency: str = "EUR"
    false_alarms: float = 1.0
    revisions: Path | None = None


def tonight(kadran: Kadran) -> Night:
    """The night that an installation completes, by its settings."""
    return Night(kadran.night, kadran.now, kadran.currency, kadran.false_alarms, kadran.remembered["kpi_revisions"])


def evaluate(registry: Registry, warehouse: Path, night: Night) -> list[Event]:
    """The events of all KRIs: one a member that fired or is unknown, and one for each KRI where all is calm."""
    with Panels(warehouse, night.night, night.revisions) as panels:
        false_alarms = accepted(registry, panels, night.false_alarms)
        return [
            event
            for kpi in registry.kpis
            for kri, check in zip(kpi.kris, kpi.check_names, strict=True)
            for event in events_of(registry, panels, kpi, kri, check, night, false_alarms)
        ]


def accepted(registry: Registry, panels: Panels, a_week: float) -> float:
    """The false alarms that each watched member may raise a year, so that all together keep to what a team accepts."""
    watched = 0
    for kpi in registry.kpis:
        for kri in kpi.kris:
            panel = panels.panel(kpi, kri.by or WHOLE) if needs_budget(kri.rule) else None
            watched += len(panel.members) if panel else 0
    return min(a_week * WEEKS_A_YEAR / max(watched, 1), MOST_FALSE_ALARMS)


def events_of(
    registry: Registry, panels: Panels, kpi: Kpi, kri: KriMeta, check: str, night: Night, false_alarms: float
) -> Iterator[Event]:
    """What one KRI says on a night: a row a member that fired, or one for all; and one a member that cannot be told."""
    dimension = kri.by or WHOLE
    verdicts = _verdicts(registry, panels, kpi, kri, dimension, false_alarms)
    telling = [verdict for verdict in verdicts if verdict.state == "fired"] or verdicts[:1]
    silent = [verdict for verdict in verdicts if verdict.state == "unknown" and verdict not in telling]
    for verdict in [*telling, *silent]:
        explained = explain(panels, kpi, kri, dimension, verdict)
        told = {one.code: tell((*verdict.said, *explained.said), one, night.currency) for one in LANGUAGES}
        yield Event(
            night=night.night,
            kra=kpi.kra,
            kpi=kpi.name,
            kri=kri.kri,
            check=check,
            rule=kri.rule,
            dimension=dimension,
            member=verdict.member,
            state=verdict.state,
            severity="error" if kri.severity == "error" else verdict.severity,
            day=as_date(verdict.day),
            since=as_date(verdict.since),
            observed=verdict.observed,
            expected=verdict.expected,
            low=verdict.low,
            high=verdict.high,
            score=verdict.score,
            unit=kpi.meta.unit,
            days_used=verdict.days_used,
            owner=registry.kra(kpi.kra).owner,
            reason=told["en"],
            evaluated_at=night.now,
            reason_fr=told["fr"],
            size=verdict.size,
            causes=", ".join(explained.causes),
        )


def _verdicts(
    registry: Registry, panels: Panels, kpi: Kpi, kri: KriMeta, dimension: str, false_alarms: float
) -> list[Verdict]:
    panel = panels.panel(kpi, dimension)
    if panel is None:
        return [no_answer(WHOLE, word("The warehouse has no figure of this KPI yet."), 0)]
    parameters = dict(kri.parameters)
    if kri.minimum:
        parameters["minimum"] = kri.minimum
    if needs_budget(kri.rule):
        parameters["false_alarms"] = false_alarms
    if "spend" in parameters:
        spend = panels.panel(registry.kpi(parameters["spend"]), dimension)
        if spend is None:
            return [no_answer(WHOLE, word("The warehouse has no spend to compare with yet."), 0)]
        panel, parameters["spend"] = _aligned(panel, spend)
    if kri.rule == "gap_to_target":
        settled = panel.until_settled()
        day = as_date(settled.days[-1]) if len(settled.days) else None
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
    return replace(
        chosen,
        members=tuple(members),
        numerator=chosen.numerator[rows],
        denominator=None if chosen.denominator is None else chosen.denominator[rows],
        planned=None if chosen.planned is None else chosen.planned[rows],
    )
