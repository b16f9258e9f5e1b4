"""What a scorecard says, as plain values: the page and the terminal show them, `reading` fills them."""

from dataclasses import dataclass
from datetime import date, datetime

AXES = {
    "acquisition": "Acquisition",
    "retention": "Retention",
    "awareness": "Awareness",
    "service": "Service",
    "all": "Across channels",
}
STATUSES = {
    "on_target": "on target",
    "warning": "warning",
    "off_target": "off target",
    "no_target": "no target",
    "unknown": "unknown",
}
REMEDIES = {
    "NotConfigured": "Waits for its settings.",
    "Refused": "Someone must act; it is not tried again by itself before the next night.",
    "Unavailable": "Nothing to do: the next night tries again.",
}
NAMED_STREAMS = 4


def spoken(day: date) -> str:
    """A day as people say it."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Day:
    """A KPI on one day; `week` is the KPI of the seven days that end there."""

    day: date
    value: float | None
    week: float | None
    provisional: bool


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

    @property
    def began(self) -> str:
        """When it began, as a sentence."""
        if self.since:
            return f"Since {self.since.day} {self.since:%B}."
        return "New tonight." if self.nights == 1 else f"For {self.nights} nights."

    @property
    def name(self) -> str:
        return self.kri.replace("_", " ").capitalize()


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
    owner: str
    email: str | None
    description: str
    standings: tuple[Standing, ...]
    alarms: tuple[Alarm, ...]
    undecided: int
    """KRIs that could not tell: too little history or volume."""

    def count(self, status: str) -> int:
        return sum(standing.status == status for standing in self.standings)


@dataclass(frozen=True)
class Trouble:
    """Streams of one source whose last load failed for one reason, or that were not loaded lately."""

    source: str
    streams: tuple[str, ...]
    accounts: tuple[str, ...]
    error: str | None
    last_success: datetime | None

    @property
    def what(self) -> str:
        """The streams that it touches, by name when they are few."""
        return ", ".join(self.streams) if len(self.streams) <= NAMED_STREAMS else f"{len(self.streams)} streams"

    @property
    def reason(self) -> str:
        """What the last attempt said, or how long ago one succeeded."""
        if self.error:
            return self.error
        return f"not loaded since {spoken(self.last_success)}." if self.last_success else "never loaded."

    @property
    def remedy(self) -> str:
        """What it takes, which is what errors are named for."""
        return REMEDIES.get((self.error or "").split(":")[0], "")


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
