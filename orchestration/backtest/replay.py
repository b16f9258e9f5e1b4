"""Replaying a KRI over history, night by night: what it would have said, so that a sensitivity can be chosen.

Each night sees the days up to it, with the youngest as unsettled as they would have been. The figures are those that
are known now: what vendors restated since then is in them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from orchestration.alarms.alarm import Alarm
from orchestration.alarms.life import advance
from orchestration.evaluate import Night, accepted, events_of
from orchestration.kri import check_parameters
from orchestration.kri.panel import Panel
from orchestration.kri_events import Event
from orchestration.panels import Panels
from orchestration.registry import Kpi, KriMeta, Registry


class PanelsAsOf(Panels):
    """The panels of a built warehouse as they would have been on `night`."""

    def __enter__(self) -> "PanelsAsOf":
        super().__enter__()
        return self

    def panel(self, kpi: Kpi, dimension: str) -> Panel | None:
        """The KPI's days up to the night; None when there were none."""
        panel = super().panel(kpi, dimension)
        end = 0 if panel is None else int(np.searchsorted(panel.days, np.datetime64(self.night, "D"), side="right"))
        if panel is None or end == 0:
            return None
        age = np.datetime64(self.night + timedelta(days=1), "D") - panel.days[:end]
        settled = age > np.timedelta64(kpi.meta.matures_after, "D")
        return replace(panel.cut(0, end), settled=settled, completeness=None)


@dataclass(frozen=True)
class Backtest:
    """What one KRI would have raised from `since` to `until`. `unheard` nights gave no answer: too little history."""

    kpi: Kpi
    kri: KriMeta
    since: date
    until: date
    alarms: tuple[Alarm, ...]
    nights: int
    fired: int
    unheard: int
    panel: Panel
    firing: Mapping[date, tuple[Event, ...]] = field(default_factory=dict)

    @property
    def alarms_a_year(self) -> float:
        """How many alarms this sensitivity would raise a year, over the nights that could tell."""
        told = self.nights - self.unheard
        return 365.25 * len(self.alarms) / told if told else 0.0


def chosen(kpi: Kpi, name: str | None, by: str | None, parameters: Mapping[str, Any]) -> list[tuple[KriMeta, str]]:
    """The KPI's KRIs of that name (all without one), with their checks' names and changed as wished.

    Raises ValueError with a sentence.
    """
    named = [pair for pair in zip(kpi.kris, kpi.check_names, strict=True) if name in (None, pair[0].kri, pair[1])]
    if not named:
        known = ", ".join(kpi.check_names) or "none"
        raise ValueError(f"{kpi.name} has no KRI {name}; it has {known}." if name else f"{kpi.name} has no KRI.")
    found = []
    for kri, check in named:
        changed = KriMeta(**kri.model_dump() | dict(parameters) | ({"by": by} if by else {}))
        check_parameters(changed.rule, changed.parameters)
        found.append((changed, check))
    return found


def backtest(
    registry: Registry,
    warehouse: Path,
    kpi: Kpi,
    kri: KriMeta,
    check: str,
    since: date,
    until: date,
    told: Callable[[date], object] = lambda _: None,
    accept: Night | None = None,
) -> Backtest:
    """Replay one KRI over the nights from `since` to `until`, both included. `told` hears of each night; `accept` says
    how many false alarms a team accepts, and in which currency money is told.

    Raises ValueError when the warehouse has no figures to replay.
    """
    additivity = {kpi.name: kpi.meta.additivity}
    alarms: dict[str, Alarm] = {}
    live: list[Alarm] = []
    firing: dict[date, tuple[Event, ...]] = {}
    unheard = 0
    nights = list(_nights(since, until))
    with PanelsAsOf(warehouse) as past:
        past.night = until
        panel = past.panel(kpi, kri.by or "total")
        accept = accept or Night(until, datetime.now(UTC))
        false_alarms = accepted(registry, past, accept.false_alarms)
        if panel is None:
            raise ValueError(f"The warehouse has no figures of {kpi.name} by {kri.by or 'total'} up to {until}.")
        for night in nights:
            told(night)
            past.night = night
            now = datetime(night.year, night.month, night.day, tzinfo=UTC) + timedelta(days=1)
            given = replace(accept, night=night, now=now)
            events = list(events_of(registry, past, kpi, kri, check, given, false_alarms))
            live = advance(live, events, night, additivity)
            alarms |= {alarm.alarm_id: alarm for alarm in live}
            if fired := tuple(event for event in events if event.state == "fired"):
                firing[night] = fired
            unheard += all(event.state == "unknown" for event in events)
    return Backtest(kpi, kri, since, until, tuple(alarms.values()), len(nights), len(firing), unheard, panel, firing)


def _nights(since: date, until: date) -> Iterator[date]:
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)
