"""`kadran kri`: what a person types about risks: see the alarms, answer them, send what waits, backtest a KRI."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.alarms.alarm import from_row
from orchestration.alarms.standing import Standing, standings
from orchestration.alarms.words import Word, add_word, read_words
from orchestration.settings import Kadran
from orchestration.tell_cli import show

kri_app = typer.Typer(help="Alarms of the risk rules: list, answer, tell, backtest.", no_args_is_help=True)
console = Console(highlight=False)
SOMETHING_FAILED = 1
LEAST_OF_AN_ID = 3
STYLES = {"error": "bold red", "warn": "yellow"}

AlarmId = Annotated[str, typer.Argument(metavar="ALARM", help="Its id, or the beginning of it; `kadran kri list`.")]
Note = Annotated[str, typer.Option(help="Why; kept with the word.")]


@kri_app.command("list")
def list_alarms(
    every: Annotated[bool, typer.Option("--all", help="Closed and muted ones, too.")] = False,
) -> None:
    """The alarms that ask for somebody, the most severe first, with the ids to answer them by."""
    kadran = Kadran()
    found, mistakes = _standings(kadran)
    shown = [one for one in found if every or one.wanted]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("alarm", "owner", "risk", "opened", "nights", "state", "reason"):
        table.add_column(name, no_wrap=name in ("alarm", "opened", "state"))
    for one in sorted(shown, key=lambda one: (not one.wanted, one.alarm.urgency)):
        table.add_row(*_cells(one))
    console.print(table if shown else "No alarm is on.")
    for mistake in mistakes:
        console.print(f"[yellow]{mistake}[/]")


def _cells(one: Standing) -> tuple[Text | str, ...]:
    alarm = one.alarm
    where = alarm.kpi + (f" of {', '.join(alarm.members[:3])}" if alarm.members else "")
    state = one.state + (f", {one.label}" if one.label else "")
    risk = Text(f"{alarm.kri}: {where}", STYLES[alarm.severity])
    return alarm.alarm_id, alarm.owner, risk, str(alarm.opened_on), str(alarm.nights), state, alarm.reason


@kri_app.command()
def ack(alarm: AlarmId, note: Note = "") -> None:
    """Acknowledge an alarm: nothing more is said of it unless it gets worse."""
    _say(alarm, "ack", note=note)


@kri_app.command()
def mute(
    alarm: AlarmId, until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The last day.")], note: Note = ""
) -> None:
    """Say nothing of an alarm, nor of later ones on the same figures, up to and including a day."""
    _say(alarm, "mute", until=_day(until), note=note)


@kri_app.command()
def label(
    alarm: AlarmId,
    right: Annotated[bool, typer.Option("--true/--false", help="It was a risk, or it was none.")],
    note: Note = "",
) -> None:
    """Say whether an alarm was right; reporting.kri_precision counts that for each KRI."""
    _say(alarm, "true" if right else "false", note=note)


@kri_app.command()
def notify(
    test: Annotated[bool, typer.Option("--test", help="Send a test message along every route instead.")] = False,
) -> None:
    """Tell owners what is new and was not told yet, as after quiet hours or a failed night."""
    from orchestration.alerting import tell
    from orchestration.alerts.deliver import try_routes
    from orchestration.alerts.routes import BadRoutes, read_routes

    kadran = Kadran()
    if kadran.alerts is None:
        raise typer.BadParameter("KADRAN_ALERTS is not set: docs/operate.md, Alerts, says how.")
    try:
        if not test:
            _published(kadran)
        delivery = try_routes(read_routes(kadran.alerts)) if test else tell(kadran, console.print)
    except BadRoutes as error:
        console.print(f"[red]{error}[/]")
        raise typer.Exit(SOMETHING_FAILED) from None
    show(delivery)


@kri_app.command()
def backtest(
    kpi: Annotated[str, typer.Argument(metavar="KPI", help="For example organic_clicks.")],
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD")],
    until: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD")],
    kri: Annotated[str | None, typer.Option(metavar="NAME", help="Only this one of its KRIs.")] = None,
    by: Annotated[str | None, typer.Option(metavar="DIMENSION", help="Look at each member of it.")] = None,
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Another parameter, as sensitivity=high.")
    ] = None,
) -> None:
    """Replay a KPI's KRIs over history and show what they would have raised, as a table and as a page with plots."""
    from orchestration.backtest.page import summary, write_backtest
    from orchestration.backtest.replay import backtest as replay
    from orchestration.backtest.replay import chosen
    from orchestration.evaluate import tonight
    from orchestration.registry import read_registry
    from orchestration.warehouse import manifest, parse_if_changed

    kadran = Kadran()
    first, last = _day(since), _day(until)
    if last < first:
        raise typer.BadParameter(f"{since} is after {until}.")
    published = _published(kadran)
    parse_if_changed(kadran)
    registry = read_registry(manifest())
    if kpi not in (known := [one.name for one in registry.kpis]):
        raise typer.BadParameter(f"{kpi} is not a KPI; there are {', '.join(known)}.")
    watched = registry.kpi(kpi)
    try:
        wanted = chosen(watched, kri, by, dict(_setting(text) for text in change or ()))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    try:
        with console.status("Replaying ...") as status:
            told, accept = (lambda n: status.update(f"Night {n} ...")), tonight(kadran)
            tests = [replay(registry, published, watched, *one, first, last, told, accept) for one in wanted]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    console.print(summary(tests))
    page = kadran.reports / f"backtest_{kpi}{f'_{kri}' if kri else ''}.html"
    console.print(f"\nPlots: {write_backtest(tests, page, kadran.currency)}", soft_wrap=True)


def _setting(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not a setting such as sensitivity=high.")
    return name.strip(), yaml.safe_load(value)


def _say(alarm: str, word: str, until: date | None = None, note: str = "") -> None:
    kadran = Kadran()
    found, _ = _standings(kadran)
    named = [one.alarm for one in found if one.alarm.alarm_id.startswith(alarm)]
    if len(alarm) < LEAST_OF_AN_ID or not named:
        raise typer.BadParameter(f"No alarm is called {alarm}; `kadran kri list --all` shows them.")
    if len(named) > 1:
        raise typer.BadParameter(f"{alarm} may be {', '.join(one.alarm_id for one in named)}.")
    (meant,) = named
    add_word(kadran.kri_words, Word(_now(kadran), meant.alarm_id, word, until, note, os.environ.get("USER", "")))
    console.print(f"{meant.alarm_id} ({meant.kri}, {meant.kpi}): noted in {kadran.kri_words}.", soft_wrap=True)


def _now(kadran: Kadran) -> datetime:
    return kadran.now if kadran.today else datetime.now(UTC)


def _standings(kadran: Kadran) -> tuple[list[Standing], list[str]]:
    from orchestration.alerts.deliver import read_published

    rows = read_published(_published(kadran)).rows
    words, mistakes = read_words(kadran.kri_words)
    return standings([from_row(row) for row in rows], words, kadran.now.astimezone(kadran.time_zone).date()), mistakes


def _published(kadran: Kadran) -> Path:
    published = kadran.published / "kadran.duckdb"
    if not published.exists():
        console.print("Nothing is published yet: `kadran run` first.")
        raise typer.Exit(SOMETHING_FAILED)
    return published


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day such as 2026-01-31.") from None
