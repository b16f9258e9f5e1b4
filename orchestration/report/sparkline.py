"""The geometry of a KPI's last ninety days as a small line; the page's template draws it as SVG.

Worked out here, not by a charting library: eighty of its pictures cost several seconds a night and weigh five times as
much, and their colours are fixed, while these take them from the page, in the dark and on paper too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.report.line import Line, Point, place_of, runs, settled_and_not, without_extremes
from orchestration.report.scorecard import Day

WIDTH, HEIGHT, MARGIN = 240, 44, 4


@dataclass(frozen=True)
class Sparkline:
    lines: tuple[Line, ...]
    now: tuple[str, str] | None
    """Where the last settled day is."""


def sparkline(days: Sequence[Day], last_day: date, span: int, target: float | None) -> Sparkline | None:
    """The line of the weeks' values over the faint daily ones, and the target; None when there is nothing to draw.

    It ends where `last_day` is and is `span` days wide, so that all sparklines of a page share one calendar.
    """
    daily = [(place_of(day.day, last_day, span), day.value) for day in days if day.value is not None]
    weekly = [(place_of(day.day, last_day, span), day.week) for day in days if day.week is not None]
    if not weekly:
        return None
    scale = _Scale([*without_extremes(daily), *weekly], target, span)
    settled_until = min((place_of(day.day, last_day, span) for day in days if day.provisional), default=span) - 1
    shapes = [part for run in runs(daily) for part in settled_and_not("daily", run, settled_until)]
    if target is not None:
        shapes.append(("target", [(0, target), (span - 1, target)]))
    shapes += [part for run in runs(weekly) for part in settled_and_not("week", run, settled_until)]
    known = [point for point in weekly if point[0] <= settled_until]
    return Sparkline(
        lines=tuple(Line(kind, " ".join(map(scale.at, points))) for kind, points in shapes if len(points) > 1),
        now=scale.place(known[-1]) if known else None,
    )


class _Scale:
    """From days and values to places in the box."""

    def __init__(self, points: Iterable[Point], target: float | None, span: int) -> None:
        levels = [level for _, level in points] + ([target] if target is not None else [])
        self._floor = min(levels)
        self._scale = (HEIGHT - 2 * MARGIN) / ((max(levels) - self._floor) or 1.0)
        self._step = (WIDTH - 2 * MARGIN) / max(span - 1, 1)

    def place(self, point: Point) -> tuple[str, str]:
        x, y = MARGIN + point[0] * self._step, HEIGHT - MARGIN - (point[1] - self._floor) * self._scale
        return f"{x:.1f}", f"{y:.1f}"

    def at(self, point: Point) -> str:
        return ",".join(self.place(point))
