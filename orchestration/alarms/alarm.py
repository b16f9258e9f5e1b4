"""What an alarm is: one event in the business, on one or more watched figures, from its first night to its last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

WHOLE = "total"
SEVERITIES = ("warn", "error")
CHRONIC = "off_target"
"""A missed target is a state rather than an event: it stands behind what threatens the next one."""


class Watched(NamedTuple):
    """What one KRI watches: the identity of a part of an alarm."""

    kpi: str
    check: str
    dimension: str
    member: str


@dataclass(frozen=True)
class Part:
    """One watched figure of an alarm; `quiet` and `unheard` count the nights since it fired that were calm, unknown."""

    kpi: str
    check: str
    dimension: str
    member: str
    kri: str
    since: date | None
    last_fired_on: date
    quiet: int = 0
    unheard: int = 0

    @property
    def watched(self) -> Watched:
        return Watched(self.kpi, self.check, self.dimension, self.member)


@dataclass(frozen=True)
class Alarm:
    """One event, as it stood on a night. `kri` to `member` name the level that explains most of it.

    `since` is the day on which it began in the data, None where no rule can tell; `opened_on`, `last_fired_on` and
    `closed_on` are nights. `severity` is the worst so far, reached on the night `worsened_on` if not at once. Figures
    are in the KPI's unit; `size` is what the move adds up to since it began. `causes` names the calendar's events that
    fit, `alongside` the KPIs of other KRAs that began to move on the same days. `members` are the members that fired,
    the strongest first.
    """

    alarm_id: str
    kra: str
    owner: str
    kri: str
    kpi: str
    dimension: str
    member: str
    rule: str
    opened_on: date
    since: date | None
    last_fired_on: date
    closed_on: date | None
    severity: str
    worsened_on: date | None
    nights: int
    reason: str
    unit: str
    observed: float | None
    expected: float | None
    low: float | None
    high: float | None
    members: tuple[str, ...]
    parts: tuple[Part, ...]
    reason_fr: str = ""
    size: float | None = None
    causes: str = ""
    alongside: tuple[str, ...] = ()

    @property
    def deviation(self) -> float:
        return relative(self.observed, self.expected)

    @property
    def urgency(self) -> tuple[bool, bool, float, str]:
        """Sorts alarms, the most severe first."""
        return self.severity != "error", self.kri == CHRONIC, -self.deviation, self.alarm_id


def relative(observed: float | None, expected: float | None) -> float:
    """How far a figure lies from the expected one, as a share of it; 0 where that cannot be told."""
    return abs(observed / expected - 1) if observed is not None and expected else 0.0


def alarm_id(kra: str, first: Watched, opened_on: date) -> str:
    """The same alarm has the same id in every replay. It begins with a letter, so that no spreadsheet takes it for a
    number."""
    return "a" + sha256("\n".join((kra, *first, str(opened_on))).encode()).hexdigest()[:9]


def from_row(row: Mapping[str, Any]) -> Alarm:
    """An alarm from a row of `kri_alarm_nights` or `kri_alarms`; columns that are not its own are left out."""
    known = {name: row[name] for name in Alarm.__dataclass_fields__ if name in row}
    return Alarm(
        **known
        | {
            "members": tuple(row["members"]),
            "alongside": tuple(row.get("alongside") or ()),
            "parts": tuple(Part(**part) for part in row["parts"]),
        }
    )
