"""The `kadran` command: what a person types. It only calls what is declared elsewhere and shows what came of it."""

import logging
import os
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.logging import RichHandler

from connectors import all_sources
from connectors.errors import NotConfigured, SourceError
from connectors.load import load
from connectors.settings import connect
from connectors.source import Source, Window
from orchestration.kri_cli import kri_app
from orchestration.scaffold.commands import new
from orchestration.settings import PROJECT, Kadran
from orchestration.tell_cli import digest

app = typer.Typer(help="Marketing metrics that a team can own.", no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(new, name="new")
app.add_typer(kri_app, name="kri")
app.command()(digest)
console = Console(highlight=False)
SOMETHING_FAILED = 1

SourceName = Annotated[str, typer.Argument(metavar="SOURCE", help="For example meta_ads; `kadran sources` lists them.")]


def _source(name: str) -> Source:
    try:
        return all_sources()[name]
    except KeyError:
        raise typer.BadParameter(f"{name} is not a source; there are {', '.join(all_sources())}.") from None


def _on_sandbox(stack: ExitStack, kadran: Kadran) -> Kadran:
    """Start the simulated vendors and point every source at them."""
    from orchestration.demo import demo_environment

    os.environ.update(stack.enter_context(demo_environment(kadran)))
    return Kadran()


@app.command()
def run(
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Against simulated vendors, without any account.")] = False,
) -> None:
    """Run the night now: load what is due, build the warehouse, evaluate the KRIs, publish, show the scorecard."""
    from orchestration.nightly import AlreadyRunning
    from orchestration.report.progress import Night

    logging.getLogger().setLevel(logging.ERROR)
    with ExitStack() as stack:
        kadran = Kadran()
        if sandbox:
            kadran = _on_sandbox(stack, kadran)
        try:
            failed = Night(kadran, console).run()
        except AlreadyRunning as error:
            console.print(f"[yellow]{error}[/]")
            raise typer.Exit(SOMETHING_FAILED) from None
    if failed:
        raise typer.Exit(SOMETHING_FAILED)


@app.command()
def sources() -> None:
    """Which sources are configured, the last day loaded of each account, and how far it lags."""
    from orchestration.report.sources import sources_table

    console.print(sources_table(Kadran()))


@app.command()
def check(name: SourceName) -> None:
    """Whether a source's credentials work and it can be reached; if not, what to do."""
    try:
        source = _source(name)
        accounts = source.accounts(connect(source))
    except NotConfigured as error:
        console.print(f"[yellow]{name} is not configured.[/] {error}")
        raise typer.Exit(SOMETHING_FAILED) from None
    except SourceError as error:
        console.print(f"[red]{name}: {type(error).__name__}.[/] {error}")
        raise typer.Exit(SOMETHING_FAILED) from None
    console.print(f"[green]{name} answers.[/] {len(accounts)} accounts:")
    for account in accounts:
        console.print(f"  {account.id}  {account.name}  {account.time_zone}  {account.currency or 'no currency'}")


@app.command()
def backfill(
    name: SourceName,
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD")],
    until: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD")],
    stream: Annotated[list[str] | None, typer.Option(help="Only these streams.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Let a full day be replaced by a smaller one.")] = False,
) -> None:
    """Pull exactly these days again, all in one go."""
    from orchestration.guard import guard

    logging.basicConfig(
        level=logging.INFO, format="%(message)s", handlers=[RichHandler(console=console, show_path=False)]
    )
    source, kadran = _source(name), Kadran()
    span = Window(_day(since), _day(until))
    if span.until < span.since:
        raise typer.BadParameter(f"{since} is after {until}.")
    for wanted in stream or ():
        if wanted not in (known := [one.name for one in source.streams]):
            raise typer.BadParameter(f"{name} has no stream {wanted}; it has {', '.join(known)}.")
    guard(kadran)
    try:
        loads = load(
            source,
            connect(source),
            kadran.lake,
            kadran.now,
            span=span,
            streams=stream,
            force=force,
        )
    except SourceError as error:
        console.print(f"[red]{name}: {type(error).__name__}.[/] {error}")
        raise typer.Exit(SOMETHING_FAILED) from None
    if any(done.error for done in loads):
        raise typer.Exit(SOMETHING_FAILED)
    console.print("The warehouse has the new days after the next `kadran run`.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day such as 2026-01-31.") from None


@app.command()
def sandbox(port: int = 8765) -> None:
    """Run the simulated vendors in the foreground and print the settings that point at them."""
    from orchestration.demo import serve

    serve(Kadran(), port, console)


@app.command()
def dev(port: int = 3000) -> None:
    """Open Dagster's UI on this project and data, on loopback."""
    from orchestration.nightly import dagster_home
    from orchestration.warehouse import parse_if_changed

    kadran = Kadran()
    dagster_home(kadran)
    parse_if_changed(kadran)
    os.chdir(PROJECT)
    command = [str(Path(sys.executable).with_name("dagster")), "dev", "--host", "127.0.0.1", "--port", str(port)]
    os.execv(command[0], command)  # noqa: S606


@app.command()
def report() -> None:
    """Show the scorecard that was published last."""
    from orchestration.report.terminal import scorecard_table

    published = Kadran().published / "kadran.duckdb"
    if not published.exists():
        console.print("Nothing is published yet: `kadran run` first.")
        raise typer.Exit(SOMETHING_FAILED)
    console.print(scorecard_table(published))


@app.command()
def lint() -> None:
    """Whether KRAs, KPIs, KRIs and targets are declared without mistakes; if not, what to correct."""
    from orchestration.lint import declared

    registry = declared(Kadran())
    kris = sum(len(kpi.kris) for kpi in registry.kpis)
    console.print(f"{len(registry.kras)} KRAs, {len(registry.kpis)} KPIs and {kris} KRIs, without mistakes.")


@app.command()
def docs() -> None:
    """Build the docs as a site: the guides, and a page for each KRA with its KPIs, targets, KRIs and sources."""
    from orchestration.docs.build import NoSite, build

    try:
        console.print(f"Open {build(Kadran())}", soft_wrap=True)
    except NoSite as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(SOMETHING_FAILED) from None


def main() -> None:
    """The command, with the mistakes of a person told in sentences instead of a traceback."""
    from orchestration.guard import WrongLake
    from orchestration.mistakes import Mistaken

    try:
        app()
    except (WrongLake, Mistaken) as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        raise SystemExit(SOMETHING_FAILED) from None


if __name__ == "__main__":
    main()
