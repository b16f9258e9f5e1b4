"""What a rule looks at and what it says: a KPI's daily figures of several members, and a verdict on each."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.phrase import Figure, Phrase, Said
from orchestration.language import word

Floats = NDArray[np.float64]
State = Literal["calm", "fired", "unknown"]
Severity = Literal["warn", "error"]


@dataclass(frozen=True)
class Panel:
    """Figures of one KPI: `numerator` and `denominator` are members x days, NaN where no row was delivered.

    `days` are consecutive (datetime64[D]); `settled` says per day that its vendor changes it no more, `completeness`
    the share of its final value that it shows so far, NaN where nobody knows. A KPI that is added up has no
    denominator. `holiday` marks days whose level is not that of their weekday, `planned` (members x days) those on
    which a promotion or a holiday of its own moves a member.
    """

    members: tuple[str, ...]
    days: NDArray[np.datetime64]
    numerator: Floats
    denominator: Floats | None
    settled: NDArray[np.bool_]
    better: Literal["higher", "lower"] = "higher"
    additivity: str = "additive"
    unit: str = "count"
    holiday: NDArray[np.bool_] | None = None
    planned: NDArray[np.bool_] | None = None
    completeness: Floats | None = None

    @property
    def values(self) -> Floats:
        """The KPI of each day, members x days."""
        if self.denominator is None:
            return self.numerator
        return _divide(self.numerator, self.denominator)

    def over(self, first: int, end: int) -> Floats:
        """The KPI of the days [first, end): sum over sum, mean per day of what is added up, last of a stock."""
        numerator = self.numerator[:, first:end]
        if self.denominator is not None:
            return _divide(_sum(numerator), _sum(self.denominator[:, first:end]))
        if self.additivity == "additive":
            return _divide(_sum(numerator), np.isfinite(numerator).sum(axis=1).astype(float))
        return _last(numerator)

    def told(self, value: float) -> Figure:
        """What `over` gives, as a figure for people."""
        return Figure(value, self.unit, self.denominator is None and self.additivity == "additive")

    def volume(self, first: int, end: int) -> Floats:
        """How much the figure rests on: the denominator's sum, or the numerator's where there is none."""
        basis = self.numerator if self.denominator is None else self.denominator
        return _sum(basis[:, first:end])

    def until_settled(self) -> "Panel":
        """The panel without the days at its end that may still change."""
        end = int(np.flatnonzero(self.settled)[-1]) + 1 if self.settled.any() else 0
        return self.cut(0, end)

    @property
    def shown(self) -> Floats:
        """The share of its final value that each day shows, 1 where it is settled or nothing was learnt."""
        return np.ones(len(self.days)) if self.completeness is None else self.completeness

    def until_comparable(self) -> "Panel":
        """The panel without the days at its end of which nobody knows how much of their final value they show."""
        if self.completeness is None:
            return self.until_settled()
        unknown = np.flatnonzero(~(self.settled | np.isfinite(self.completeness)))
        return self.cut(0, int(unknown[0]) if len(unknown) else len(self.days))

    def cut(self, first: int, end: int) -> "Panel":
        return replace(
            self,
            days=self.days[first:end],
            numerator=self.numerator[:, first:end],
            denominator=None if self.denominator is None else self.denominator[:, first:end],
            settled=self.settled[first:end],
            holiday=None if self.holiday is None else self.holiday[first:end],
            planned=None if self.planned is None else self.planned[:, first:end],
            completeness=None if self.completeness is None else self.completeness[first:end],
        )


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one member. `said` are sentences; figures are in the KPI's own unit.

    `size` is what the move adds up to since it began, None for what is not added up.
    """

    member: str
    state: State
    said: tuple[Phrase, ...]
    severity: Severity = "warn"
    day: np.datetime64 | None = None
    since: np.datetime64 | None = None
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    score: float | None = None
    days_used: int = 0
    size: float | None = None


def unknown(panel: Panel, text: str, **given: Said) -> list[Verdict]:
    """The same answer for every member: that there is none, and why."""
    return [no_answer(member, text, len(panel.days), **given) for member in panel.members]


def no_answer(member: str, text: str, days_used: int, **given: Said) -> Verdict:
    return Verdict(member, "unknown", (Phrase(text, given),), days_used=days_used)


TOO_SHORT = word("Only %(days)s settled days; the rule needs %(needed)s.")
TOO_SMALL = word("Too little volume or history to tell.")


def as_date(day: np.datetime64 | None) -> date | None:
    return None if day is None else day.astype("datetime64[D]").astype(date)


def _sum(values: Floats) -> Floats:
    """Sums over days; NaN where no day was delivered: missing is not zero."""
    sums: Floats = np.where(np.isfinite(values).any(axis=1), np.nansum(values, axis=1), np.nan)
    return sums


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: Floats = np.where(denominator != 0, numerator / denominator, np.nan)
    return quotient


def _last(values: Floats) -> Floats:
    found = np.full(len(values), np.nan)
    for row, line in enumerate(values):
        delivered = np.flatnonzero(np.isfinite(line))
        if len(delivered):
            found[row] = line[delivered[-1]]
    return found
