"""The scorecard for a terminal: the same figures as the page, and the risks with their reasons."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orchestration.language import ENGLISH
from orchestration.report import figures, wording
from orchestration.report.reading import read_scorecard
from orchestration.report.scorecard import STATUSES, Alarm, Area, Scorecard, Standing, Trouble

STYLES = {
    "on_target": "green",
    "warning": "yellow",
    "off_target": "bold red",
    "no_target": "dim",
    "unknown": "dim",
    "good": "green",
    "bad": "red",
    "flat": "dim",
    "warn": "yellow",
    "error": "bold red",
}
MARKS = {"on_target": "●", "warning": "▲", "off_target": "■", "no_target": "○", "unknown": "?"}
SHOWN_ALARMS = 12


def scorecard_table(published: Path) -> RenderableType:
    """Every KRA with its owner and KPIs, then the risks that fired and the sources that are in trouble."""
    scorecard = read_scorecard(published)
    counts = ", ".join(f"{scorecard.count(status)} {name}" for status, name in STATUSES.items())
    parts: list[RenderableType] = [Text(f"\nKadran, {ENGLISH.day(scorecard.night)}: {counts}.", style="bold")]
    parts.append(_table(scorecard))
    if scorecard.alarms:
        parts.append(_alarms(scorecard.alarms))
    if scorecard.troubles:
        parts.append(_troubles(scorecard.troubles))
    return Group(*parts, "")


def _table(scorecard: Scorecard) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("KPI", "value", "target", "28 days", "status"):
        table.add_column(name, justify="left" if name in ("KPI", "status") else "right", no_wrap=name != "KPI")
    for area in scorecard.areas:
        table.add_row(*_heading(area))
        for standing in area.standings:
            table.add_row(*_cells(standing, scorecard.currency))
    return table


def _heading(area: Area) -> tuple[Text]:
    return (Text.assemble("\n", (area.label, "bold"), "  ", (area.owner, "cyan")),)


def _cells(standing: Standing, currency: str) -> tuple[Text, ...]:
    value = figures.figure(standing.value, standing.unit, currency) + ("/day" if figures.per_day(standing) else "")
    stale = ("  stale", "magenta") if standing.stale_streams else ""
    return (
        Text("  " + standing.label),
        Text(value, style="bold"),
        Text(figures.target(standing, currency)),
        Text(figures.change(standing.change), style=STYLES[figures.verdict(standing.change, standing.better)]),
        Text.assemble((f"{MARKS[standing.status]} {STATUSES[standing.status]}", STYLES[standing.status]), stale),
    )


def _alarms(alarms: list[tuple[Area, Alarm]]) -> Group:
    """The loudest KRIs; the page has the rest."""
    rest = len(alarms) - SHOWN_ALARMS
    return Group(
        Text(f"\n{len(alarms)} {'KRI' if len(alarms) == 1 else 'KRIs'} fired", style="bold"),
        *(_alarm(alarm) for _, alarm in alarms[:SHOWN_ALARMS]),
        *([Text(f"  and {rest} more on the scorecard page", style="dim")] if rest > 0 else []),
    )


def _alarm(alarm: Alarm) -> Text:
    risk, others = alarm.first, len(alarm.risks) - 1
    where = "" if risk.member == "total" else f" of {risk.member}"
    what = f", {risk.kpi_label}{where}: {risk.reason} "
    more = (f" And {others} more of its {risk.dimension.replace('_', ' ')}s." if others else "", "dim")
    return Text.assemble(
        ("  ! ", STYLES[risk.severity]), (wording.spelled(risk.kri), "bold"), what, (wording.began(risk), "dim"), more
    )


def _troubles(troubles: tuple[Trouble, ...]) -> Group:
    return Group(
        Text("\nSources in trouble", style="bold"),
        *(
            Text.assemble(
                ("  ! ", "red"), (trouble.source, "bold"), f" {wording.touched(trouble)}: {wording.reason(trouble)}"
            )
            for trouble in troubles
        ),
    )
