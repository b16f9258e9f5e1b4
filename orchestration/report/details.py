"""What stands on the page of a KRA beside its scorecard, KPI by KPI, as plain values; `reading_details` fills them."""

from dataclasses import dataclass
from datetime import date

from orchestration.language import word
from orchestration.report.scorecard import Alarm, Day, Standing

PERIODS = {
    "iso_week": word("Week"),
    "month": word("Month"),
    "quarter": word("Quarter"),
    "year_to_date": word("Year to date"),
    "trailing_7": word("Last 7 days"),
    "trailing_28": word("Last 28 days"),
    "trailing_90": word("Last 90 days"),
}
KINDS = {
    "definition_break": word("New definition"),
    "tracking": word("Tracking"),
    "search_update": word("Search update"),
    "price": word("Price"),
    "promotion": word("Promotion"),
    "holiday": word("Holiday"),
}
"""Of events, the ones that change how a line is read first."""


@dataclass(frozen=True)
class Period:
    """A KPI over a calendar period, or as much of it as is settled: a quantity's sum, a rate, a stock's last level."""

    period: str
    starts_on: date
    ends_on: date
    is_complete: bool
    value: float | None
    previous_value: float | None
    previous_change: float | None
    last_year_value: float | None
    last_year_change: float | None


@dataclass(frozen=True)
class Pace:
    """Where a running period will end."""

    period: str
    starts_on: date
    ends_on: date
    as_of: date
    value_to_date: float | None
    projected_value: float | None
    target: float | None
    projected_attainment: float | None
    status: str


@dataclass(frozen=True)
class Driver:
    """What a member of a dimension, or all its weaker members together, did to the KPI: 28 settled days against the 28
    before. A rate of several members together is None."""

    member: str
    members: int
    value: float | None
    previous_value: float | None
    volume_effect: float
    mix_effect: float
    rate_effect: float

    @property
    def effect(self) -> float:
        return self.volume_effect + self.mix_effect + self.rate_effect


@dataclass(frozen=True)
class Goal:
    """A target of one member of a dimension, and where that member stands."""

    dimension: str
    member: str
    value: float | None
    target: float
    status: str


@dataclass(frozen=True)
class Happening:
    """Something of the calendar that a line may owe its shape to."""

    kind: str
    name: str
    starts_on: date
    ends_on: date
    country: str | None


@dataclass(frozen=True)
class TargetSpan:
    """The target of the total from one day on; `valid_to` is None while it holds."""

    valid_from: date
    valid_to: date | None
    target: float


@dataclass(frozen=True)
class Known:
    """The share of its final figure that a day usually shows at an age in days; above 1 where it falls later."""

    age: int
    share: float


@dataclass(frozen=True)
class Restated:
    """Days that changed after they had settled, and the relative change of the KPI over all of them together."""

    days: int
    starts_on: date
    ends_on: date
    change: float


@dataclass(frozen=True)
class Detail:
    """One KPI in depth. Everything may be empty: on the first night, most of it is."""

    standing: Standing
    days: tuple[Day, ...]
    targets: tuple[TargetSpan, ...]
    happenings: tuple[Happening, ...]
    periods: tuple[Period, ...]
    paces: tuple[Pace, ...]
    drivers: dict[str, list[Driver]]
    """By dimension."""
    goals: tuple[Goal, ...]
    status_before: str | None
    """A week of nights ago."""
    alarms: tuple[Alarm, ...]
    calm: tuple[str, ...]
    """KRIs that looked tonight and found nothing."""
    undecided: tuple[str, ...]
    """KRIs that could not tell: too little history or volume."""
    sources: tuple[str, ...]
    matures_after: int
    maturity: tuple[Known, ...]
    """From the youngest age on of which it has been learnt."""
    restated: Restated | None
    thresholded_days: int
    """Of the last 28 days, those on which GA4 withheld rows of few users."""
