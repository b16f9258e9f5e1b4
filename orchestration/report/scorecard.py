"""What a scorecard says, as plain values: the pages and the terminal show them, `reading` fills them."""

from dataclasses import dataclass
from datetime import date, datetime

from orchestration.language import counted, word

AXES = {
    "acquisition": word("Acquisition"),
    "retention": word("Retention"),
    "awareness": word("Awareness"),
    "service": word("Service"),
    "all": word("Across channels"),
}
STATUSES = {
    "on_target": counted("on target"),
    "warning": counted("warning"),
    "off_target": counted("off target"),
    "no_target": counted("no target"),
    "unknown": counted("unknown"),
}


@dataclass(frozen=True)
class Day:
    """A KPI on one day; `week` is the KPI of the seven days that end there."""

    day: date
    value: float | None
    week: float | None
    provisional: bool
    last_year: float | None = None
    """`week` of the same weekday 52 weeks earlier."""


@dataclass(frozen=True)
class Risk:
    """A KRI that fired on one member, with the reason in words."""

    kpi: str
    kpi_label: str
    kri: str
    dimension: str
    member: str
    severity: str
    since: date | None
    """The day on which it began in the data, where the rule can tell."""
    nights: int
    """For how many nights in a row it has been firing."""
    reason: str
    reason_language: str = "en"
    """The code of the language of the reason."""


@dataclass(frozen=True)
class Alarm:
    """A KRI that fired on one KPI: the same risk on one member of a dimension or on many."""

    risks: tuple[Risk, ...]

    @property
    def first(self) -> Risk:
        return self.risks[0]

    @property
    def rank(self) -> tuple[bool, bool]:
        """Loud ones first; of those, what threatens a target before what has already missed it."""
        return self.first.severity != "error", self.first.kri == "off_target"


@dataclass(frozen=True)
class Standing:
    """One KPI: where it stands, how it moved, and what threatens it."""

    kpi: str
    label: str
    unit: str
    better: str
    additivity: str
    description: str
    caveat: str | None
    as_of: date | None
    value: float | None
    previous_value: float | None
    change: float | None
    direction: str | None
    target: float | None
    gap: float | None
    attainment: float | None
    status: str
    stale_streams: str | None
    days: tuple[Day, ...] = ()


@dataclass(frozen=True)
class Area:
    """One KRA with who answers for it."""

    kra: str
    axis: str
    label: str
    role: str
    role_id: str
    """The accountable role in any language."""
    owner: str
    email: str | None
    responsible: str | None
    consulted: str | None
    informed: str | None
    """Roles that take part beside the accountable owner, separated by commas."""
    description: str
    standings: tuple[Standing, ...]
    alarms: tuple[Alarm, ...]
    undecided: int
    """KRIs that could not tell: too little history or volume."""

    def count(self, status: str) -> int:
        return sum(standing.status == status for standing in self.standings)


@dataclass(frozen=True)
class Role:
    """What one role is accountable for."""

    role_id: str
    label: str
    areas: tuple[Area, ...]

    def count(self, status: str) -> int:
        return sum(area.count(status) for area in self.areas)

    @property
    def fired(self) -> int:
        return sum(len(area.alarms) for area in self.areas)


@dataclass(frozen=True)
class Trouble:
    """Streams of one source whose last load failed for one reason, or that were not loaded lately."""

    source: str
    streams: list[str]
    error: str | None
    last_success: datetime | None


@dataclass(frozen=True)
class Scorecard:
    night: date
    published_at: datetime
    currency: str
    areas: tuple[Area, ...]
    troubles: tuple[Trouble, ...]
    last_day: date | None
    """Newest day of any KPI: where every sparkline ends."""

    def count(self, status: str) -> int:
        return sum(area.count(status) for area in self.areas)

    @property
    def alarms(self) -> list[tuple[Area, Alarm]]:
        """The KRIs that fired, the loudest first."""
        fired = [(area, alarm) for area in self.areas for alarm in area.alarms]
        return sorted(fired, key=lambda pair: pair[1].rank)

    @property
    def roles(self) -> list[Role]:
        """Every accountable role with its KRAs, in their order."""
        areas: dict[str, list[Area]] = {}
        for area in self.areas:
            areas.setdefault(area.role_id, []).append(area)
        return [Role(role_id, owned[0].role, tuple(owned)) for role_id, owned in areas.items()]
