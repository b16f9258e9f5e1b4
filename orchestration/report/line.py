"""From the days of a KPI to the lines of a picture: what a sparkline and a chart have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LONGEST_GAP = 7
"""Days. A KPI that is measured now and then is still one line; a source that stopped leaves a hole."""

Point = tuple[int, float]
"""A day's place, counted from the left, and its level."""


@dataclass(frozen=True)
class Line:
    """`kind` is daily, week, last_year or target, with " provisional" for what is not settled; `points` are SVG's."""

    kind: str
    points: str


def place_of(day: date, last_day: date, span: int) -> int:
    """Where a day is in a picture that is `span` days wide and ends on `last_day`."""
    return span - 1 - (last_day - day).days


def runs(points: Iterable[Point]) -> list[list[Point]]:
    """The points in stretches without a long gap."""
    found: list[list[Point]] = []
    for point in points:
        if found and point[0] - found[-1][-1][0] <= LONGEST_GAP:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def settled_and_not(kind: str, run: Sequence[Point], settled_until: int) -> list[tuple[str, list[Point]]]:
    """A stretch in its settled part and the part that may still change; they meet in a point."""
    settled = [point for point in run if point[0] <= settled_until]
    return [(kind, settled), (f"{kind} provisional", [*settled[-1:], *run[len(settled) :]])]


def without_extremes(points: Sequence[Point]) -> Sequence[Point]:
    """One wild day must not flatten the others: it runs out of the box instead."""
    cut = len(points) // 25
    return sorted(points, key=lambda point: point[1])[cut : len(points) - cut]
