"""What a rule looks at and what it says: a KPI's daily figures of several members, and a verdict on each."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
State = Literal["calm", "fired", "unknown"]
Severity = Literal["warn", "error"]


@dataclass(frozen=True)
class Panel:
    """Figures of one KPI: `numerator` and `denominator` are members x days, NaN where no row was delivered.

    `days` are consecutive (datetime64[D]); `settled` says per day whether the vendor may still change it. A KPI that
    is added up has no denominator. `holiday` marks days whose level is not that of their weekday.
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

    def volume(self, first: int, end: int) -> Floats:
        """How much the figure rests on: the denominator's sum, or the numerator's where there is none."""
        basis = self.numerator if self.denominator is None else self.denominator
        return _sum(basis[:, first:end])

    def until_settled(self) -> "Panel":
        """The panel without the days at its end that may still change."""
        end = int(np.flatnonzero(self.settled)[-1]) + 1 if self.settled.any() else 0
        return self.cut(0, end)

    def cut(self, first: int, end: int) -> "Panel":
        return replace(
            self,
            days=self.days[first:end],
            numerator=self.numerator[:, first:end],
            denominator=None if self.denominator is None else self.denominator[:, first:end],
            settled=self.settled[first:end],
            holiday=None if self.holiday is None else self.holiday[first:end],
        )

    @property
    def weekdays(self) -> NDArray[np.int64]:
        return (self.days.astype("datetime64[D]").astype(np.int64) + 3) % 7


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one member. `reason` is a sentence; figures are in the KPI's own unit."""

    member: str
    state: State
    reason: str
    severity: Severity = "warn"
    day: np.datetime64 | None = None
    since: np.datetime64 | None = None
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    score: float | None = None
    days_used: int = 0


def unknown(panel: Panel, reason: str) -> list[Verdict]:
    return [Verdict(member, "unknown", reason, days_used=len(panel.days)) for member in panel.members]


def in_words(value: float, unit: str) -> str:
    """A figure with its unit, for a sentence."""
    match unit:
        case "percent":
            return f"{value:.2%}"
        case "currency":
            return f"{value:,.2f}"
        case "minutes" | "days" | "hours":
            return f"{value:,.1f} {unit}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"


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
