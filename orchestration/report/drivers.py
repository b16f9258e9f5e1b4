"""What moved a KPI, ready to be shown: the members of each dimension that did most, as bars around zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.report.details import Detail, Driver


@dataclass(frozen=True)
class Bar:
    """`start` and `width` in percent of the box; zero is in its middle."""

    driver: Driver
    start: float
    width: float


@dataclass(frozen=True)
class Cut:
    """One way to cut a KPI. Its bars' effects add up to `change`, which is the change of the total."""

    dimension: str
    bars: tuple[Bar, ...]
    change: float
    is_rate: bool
    """Moved by mix and rate; a quantity moves by volume alone."""


def cuts(detail: Detail) -> list[Cut]:
    """The dimensions of a KPI, the one with the largest single driver first."""
    is_rate = detail.standing.additivity == "ratio"
    found = [
        Cut(dimension, _bars(drivers), sum(driver.effect for driver in drivers), is_rate)
        for dimension, drivers in detail.drivers.items()
    ]
    return sorted(found, key=lambda cut: -max(abs(bar.driver.effect) for bar in cut.bars))


def _bars(drivers: Sequence[Driver]) -> tuple[Bar, ...]:
    widest = max(abs(driver.effect) for driver in drivers) or 1.0
    widths = [50 * abs(driver.effect) / widest for driver in drivers]
    return tuple(
        Bar(driver, 50 - width if driver.effect < 0 else 50, width)
        for driver, width in zip(drivers, widths, strict=True)
    )
