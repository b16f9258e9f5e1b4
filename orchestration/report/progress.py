"""The night as `kadran run` shows it: progress per source and stream, then what came of it."""

import io
import logging
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from time import perf_counter
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.status import Status

from connectors import all_sources
from connectors.source import Source
from orchestration.nightly import Outcome, alone, load_all, transform
from orchestration.raw_checks import is_wanted
from orchestration.report.terminal import scorecard_table
from orchestration.settings import Kadran
from orchestration.warehouse import parse_if_changed


class Night:
    """One run of everything, told while it happens."""

    def __init__(self, kadran: Kadran, console: Console) -> None:
        self._kadran, self._console = kadran, console

    def run(self) -> int:
        """Run the night; returns how many jobs failed. Raises AlreadyRunning."""
        with alone(self._kadran):
            return self._run()

    def _run(self) -> int:
        begun = perf_counter()
        with self._console.status("Reading the dbt project ..."):
            parse_if_changed(self._kadran)
            from orchestration.definitions import defs
        wanted = [source for source in all_sources().values() if is_wanted(source)]
        for source in all_sources().values():
            if source not in wanted:
                self._console.print(f"  [dim]{source.name} is not configured: skipped[/]")
        with _Watched(self._console, wanted, self._tell) as watched:
            outcomes = load_all(self._kadran, defs, watched.ended)
        with self._console.status("Building the warehouse ...") as status, redirect_stdout(_Building(status)):
            outcomes.append(transform(self._kadran, defs))
        self._tell(outcomes[-1])
        self._show(outcomes, perf_counter() - begun)
        return sum(not outcome.succeeded for outcome in outcomes)

    def _tell(self, outcome: Outcome) -> None:
        mark = "[green]✓[/]" if outcome.succeeded else "[red]✗[/]"
        self._console.print(f"  {mark} {outcome.job} [dim]{outcome.seconds:.1f} s[/]")
        for fault in outcome.faults:
            self._console.print(f"    [red]{fault}[/]")

    def _show(self, outcomes: list[Outcome], seconds: float) -> None:
        published = self._kadran.published / "kadran.duckdb"
        if published.exists():
            self._console.print(scorecard_table(published))
        failed = [outcome.job for outcome in outcomes if not outcome.succeeded]
        if failed:
            self._console.print(f"[red]Failed: {', '.join(failed)}.[/] What was published before stays readable.")
        for label, place in (
            ("Warehouse for BI", published),
            ("Scorecard", self._kadran.reports / "scorecard.html"),
            ("Data docs", self._kadran.reports / "quality/gx/uncommitted/data_docs/local_site/index.html"),
        ):
            self._console.print(f"  {label:<18} {_readable(place)}", soft_wrap=True)
        self._console.print(f"  {'Dagster':<18} make dev, then http://127.0.0.1:3000")
        self._console.print(f"  Done in {seconds:.0f} s.")


class _Building(io.TextIOBase):
    """Takes what dbt prints, and tells how far it is; what went wrong is told by the outcome."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def write(self, text: str) -> int:
        if found := re.search(r"(\d+) of (\d+) (?:OK|PASS)", text):
            self._status.update(f"Building the warehouse: {found[1]} of {found[2]} ...")
        elif "Done." in text:
            self._status.update("Evaluating the KRIs, publishing ...")
        return len(text)


class _Watched(logging.Handler):
    """A line a source that tells what of it came last, from what the loads log."""

    def __init__(self, console: Console, wanted: list[Source], tell: Callable[[Outcome], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self._progress = Progress(
            SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=console
        )
        self._tasks = {source.name: self._progress.add_task(source.name, total=1) for source in wanted}

    def __enter__(self) -> Self:
        logging.getLogger("connectors").addHandler(self)
        self._progress.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.__exit__(None, None, None)
        logging.getLogger("connectors").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        task = self._tasks.get(getattr(record, "source", ""))
        if task is not None:
            self._progress.update(task, description=record.getMessage())

    def ended(self, outcome: Outcome) -> None:
        source = outcome.job.removeprefix("load_")
        self._progress.update(self._tasks[source], completed=1, visible=False)
        self._tell(outcome)


def _readable(path: Path) -> str:
    return str(path) if path.exists() else f"{path} (not there yet)"
