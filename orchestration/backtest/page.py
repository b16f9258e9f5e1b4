"""A backtest for people: a summary for the terminal, and one page without script or network with plots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orchestration.alarms.alarm import WHOLE, Alarm
from orchestration.backtest.replay import Backtest
from orchestration.report.figures import figure
from orchestration.report.terminal import STYLES

WIDTH, HEIGHT, MARGIN = 920, 150, 10
MOST_LINES = 8
"""Members drawn; the table has them all."""


@dataclass(frozen=True)
class Stretch:
    """The nights on which an alarm was on, in the plot's units."""

    x: str
    width: str
    severity: str
    title: str


@dataclass(frozen=True)
class Line:
    """One member's days, in runs without a missing day, and the alarms that named it."""

    member: str
    runs: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    top: str
    bottom: str


def lines(test: Backtest, currency: str) -> list[Line]:
    """What to draw: the members that alarms name, worst first, or the largest one when there was none."""
    named = list(dict.fromkeys(member for alarm in test.alarms for member in alarm.members or (WHOLE,)))
    known = [member for member in named if member in test.panel.members] or [_largest(test)]
    return [_line(test, member, currency) for member in known[:MOST_LINES]]


def _largest(test: Backtest) -> str:
    basis = test.panel.numerator if test.panel.denominator is None else test.panel.denominator
    return test.panel.members[int(np.nansum(basis, axis=1).argmax())]


def _line(test: Backtest, member: str, currency: str) -> Line:
    shown = (test.panel.days >= np.datetime64(test.since)) & (test.panel.days <= np.datetime64(test.until))
    values = test.panel.values[test.panel.members.index(member), shown]
    days = test.panel.days[shown].astype(object)
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    floor = min(low, 0.0) if low < 0.5 * high else low - 0.1 * (high - low)
    scale = (HEIGHT - 2 * MARGIN) / ((high - floor) or 1.0)
    runs: list[list[str]] = [[]]
    for day, value in zip(days, values, strict=True):
        if np.isfinite(value):
            runs[-1].append(f"{_x(test, day):.1f},{HEIGHT - MARGIN - (float(value) - floor) * scale:.1f}")
        elif runs[-1]:
            runs.append([])
    own = [alarm for alarm in test.alarms if member in (alarm.members or (WHOLE,))]
    return Line(
        member,
        tuple(" ".join(run) for run in runs if run),
        tuple(_stretch(test, alarm) for alarm in own),
        figure(high, test.kpi.meta.unit, currency),
        figure(floor, test.kpi.meta.unit, currency),
    )


def _stretch(test: Backtest, alarm: Alarm) -> Stretch:
    begin, end = _x(test, alarm.opened_on), _x(test, alarm.last_fired_on)
    return Stretch(f"{begin:.1f}", f"{max(end - begin, 2.0):.1f}", alarm.severity, f"{alarm.opened_on}: {alarm.reason}")


def _x(test: Backtest, day: date) -> float:
    return MARGIN + (day - test.since).days * (WIDTH - 2 * MARGIN) / max((test.until - test.since).days, 1)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def summary(tests: Sequence[Backtest]) -> RenderableType:
    """What each KRI would have raised, for the terminal."""
    note = "Each night replayed on the figures that are known now; restatements since then are in them."
    return Group(note, *(part for test in tests for part in _summary(test)))


def _summary(test: Backtest) -> Iterator[RenderableType]:
    by = f", by {test.kri.by}" if test.kri.by else ""
    unheard = f", no answer on {test.unheard}" if test.unheard else ""
    yield Text.assemble(
        (f"\n{test.kri.kri} ({test.kri.rule}{by})", "bold"),
        f": {counted(len(test.alarms), 'alarm')} in {test.nights} nights, {test.alarms_a_year:.1f} a year; "
        f"fired on {counted(test.fired, 'night')}{unheard}.",
    )
    if not test.alarms:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("opened", "last fired", "nights", "severity", "members", "reason"):
        table.add_column(name, no_wrap=name in ("opened", "last fired"))
    for alarm in test.alarms:
        members = ", ".join(alarm.members[:3]) + (f" and {rest} more" if (rest := len(alarm.members) - 3) > 0 else "")
        days = str(alarm.opened_on), str(alarm.last_fired_on), str(alarm.nights)
        table.add_row(*days, Text(alarm.severity, STYLES[alarm.severity]), members or WHOLE, Text(alarm.reason))
    yield table


def write_backtest(tests: Sequence[Backtest], page: Path, currency: str) -> Path:
    """Write the page of the backtests of one KPI, whole or not at all."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template("backtest.html.j2").render(
        tests=[(test, lines(test, currency)) for test in tests],
        kpi=tests[0].kpi,
        since=tests[0].since,
        until=tests[0].until,
        day=_spoken,
        counted=counted,
        width=WIDTH,
        height=HEIGHT,
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    beside = page.with_name(f".{page.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(page)
    return page
