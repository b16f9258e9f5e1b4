"""The geometry of a KPI's last half year with its calendar; the page's template draws it as SVG.

The box is stretched to the page's width, so places are shares of it in percent, and labels stand beside the SVG in
HTML, where they keep their size on a phone. No charting library: the page stays without script and takes its own
colours in the dark and on paper, and a whole page weighs less than a library would.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import floor, log10

from orchestration.language import Language
from orchestration.report.details import Detail, Happening
from orchestration.report.line import Line, Point, place_of, runs, settled_and_not, without_extremes
from orchestration.report.scorecard import Day

WIDE = 100.0
TICKS = 4
HOLIDAY = "holiday"
CLOSE = 7.0
"""Flags nearer than this, in percent, stand on two levels."""


@dataclass(frozen=True)
class Mark:
    """A label at a place, in percent from the left or from the bottom."""

    place: float
    label: str


@dataclass(frozen=True)
class Flag:
    """An event on the chart: a band over its days, and a number that the list below repeats; holidays have none."""

    number: int | None
    happening: Happening
    left: float
    width: float
    level: int = 0


@dataclass(frozen=True)
class Chart:
    lines: tuple[Line, ...]
    levels: tuple[Mark, ...]
    months: tuple[Mark, ...]
    weeks: tuple[tuple[float, float, Day], ...]
    """Left, width and last day of each week: where a pointer asks for figures."""
    flags: tuple[Flag, ...]
    unsettled: float | None
    """From where on days may still change."""

    @property
    def kinds(self) -> set[str]:
        return {line.kind for line in self.lines}


def chart(
    detail: Detail, last_day: date, span: int, written: Callable[[float], str], language: Language
) -> Chart | None:
    """The chart of the `span` days up to `last_day`; None when there is nothing to draw. `written` writes a level."""

    def points(level: Callable[[Day], float | None]) -> list[Point]:
        known = [(place_of(day.day, last_day, span), level(day)) for day in detail.days]
        return [(place, value) for place, value in known if value is not None]

    daily, weekly, past = points(lambda day: day.value), points(lambda day: day.week), points(lambda day: day.last_year)
    if not weekly:
        return None
    targets = _targets(detail, last_day, span)
    seen = [*without_extremes(daily), *weekly, *without_extremes(past), *(point for run in targets for point in run)]
    steps = ticks([level for _, level in seen])
    across, up = WIDE / max(span - 1, 1), WIDE / (steps[-1] - steps[0])
    unsettled = min((place_of(day.day, last_day, span) for day in detail.days if day.provisional), default=span)
    shapes = [part for run in runs(daily) for part in settled_and_not("daily", run, unsettled - 1)]
    shapes += [("last_year", run) for run in runs(past)] + [("target", run) for run in targets]
    shapes += [part for run in runs(weekly) for part in settled_and_not("week", run, unsettled - 1)]
    first_day = last_day - timedelta(days=span - 1)
    return Chart(
        lines=tuple(
            Line(kind, " ".join(f"{place * across:.2f},{WIDE - (level - steps[0]) * up:.2f}" for place, level in run))
            for kind, run in shapes
            if len(run) > 1
        ),
        levels=tuple(Mark(round((step - steps[0]) * up, 2), written(step)) for step in steps),
        months=tuple(Mark(round(place * across, 2), language.month(day)) for place, day in _months(first_day, span)),
        weeks=tuple(
            (max(0.0, (place - 6.5) * across), 7 * across, day)
            for day in detail.days
            if day.week is not None and (last_day - day.day).days % 7 == 0
            for place in [place_of(day.day, last_day, span)]
        ),
        flags=_flags(detail.happenings, first_day, span),
        unsettled=max(0.0, (unsettled - 0.5) * across) if unsettled < span else None,
    )


def ticks(levels: Sequence[float]) -> list[float]:
    """Round steps from below the lowest level to above the highest; from zero where that is not far off."""
    low, high = min(levels), max(levels)
    if 0 <= low < 0.6 * high:
        low = 0.0
    reach = (high - low) or abs(high) or 1.0
    size = 10.0 ** floor(log10(reach / TICKS))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if reach / (size * factor) <= TICKS)
    first = floor(low / step + 1e-9)
    steps = [first * step]
    while steps[-1] < high - 1e-9 * step:
        first += 1
        steps.append(first * step)
    return steps if len(steps) > 1 else [*steps, steps[0] + step]


def _targets(detail: Detail, last_day: date, span: int) -> list[list[Point]]:
    found = []
    for target in detail.targets:
        since = max(0, place_of(target.valid_from, last_day, span))
        until = min(span - 1, place_of(target.valid_to, last_day, span)) if target.valid_to else span - 1
        if since < until:
            found.append([(since, target.target), (until, target.target)])
    return found


def _months(first_day: date, span: int) -> list[tuple[int, date]]:
    days = [(place, first_day + timedelta(days=place)) for place in range(span)]
    return [(place, day) for place, day in days if day.day == 1]


def _flags(happenings: Sequence[Happening], first_day: date, span: int) -> tuple[Flag, ...]:
    """Events within the chart, numbered from the left; the holidays of a day are one."""
    across, flags, number = WIDE / max(span - 1, 1), list[Flag](), 0
    for happening in _with_holidays_together(happenings):
        since, until = (happening.starts_on - first_day).days, (happening.ends_on - first_day).days
        if until < 0 or since >= span:
            continue
        left, right = max(0.0, (since - 0.5) * across), min(WIDE, (until + 0.5) * across)
        if happening.kind == HOLIDAY:
            flags.append(Flag(None, happening, left, right - left))
            continue
        number += 1
        near = {flag.level for flag in flags if flag.number and left - flag.left < CLOSE}
        level = next(level for level in range(len(near) + 1) if level not in near)
        flags.append(Flag(number, happening, left, right - left, level))
    return tuple(flags)


def _with_holidays_together(happenings: Sequence[Happening]) -> list[Happening]:
    others = [happening for happening in happenings if happening.kind != HOLIDAY]
    holidays: dict[date, Happening] = {}
    for happening in happenings:
        if happening.kind == HOLIDAY:
            where = f" ({happening.country})" if happening.country else ""
            said = holidays.get(happening.starts_on)
            name = f"{said.name}, {happening.name}{where}" if said else f"{happening.name}{where}"
            holidays[happening.starts_on] = replace(happening, name=name, country=None)
    return [*holidays.values(), *others]
