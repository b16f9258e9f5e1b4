"""Nights of events for tests about alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from orchestration.alarms.alarm import Alarm
from orchestration.alarms.life import advance
from orchestration.kri_events import Event
from tests.orchestration.warehouse import event

FIRST = date(2026, 3, 1)
ADDED = {"clicks": "additive", "spend": "additive", "cpc": "ratio"}


def night(number: int) -> date:
    """The first night is number 0."""
    return FIRST + timedelta(days=number)


def fired(kpi: str = "clicks", member: str = "total", dimension: str | None = None, **known: Any) -> Event:
    """A KRI that fired; the KRI is `drop` unless it is said otherwise."""
    cut = dimension or ("total" if member == "total" else "campaign")
    return event(kpi, **({"kri": "drop", "member": member, "dimension": cut} | known))


def live(*nights: Sequence[Event], alarms: Sequence[Alarm] = (), additivity: Mapping[str, str] = ADDED) -> list[Alarm]:
    """The alarms after these nights, which follow each other from the first; closed ones of the last night, too."""
    found = list(alarms)
    for number, events in enumerate(nights):
        dated = [replace(one, night=night(number)) for one in events]
        found = advance(found, dated, night(number), additivity)
    return found
