"""The table that `kadran sources` shows: configured or not, last day of each account, lag."""

from datetime import date

from rich.table import Table

from connectors import all_sources
from connectors.errors import NotConfigured, SourceError
from connectors.settings import connect, read_settings
from connectors.source import Source
from connectors.versions import retiring
from orchestration.freshness import Freshness, freshness
from orchestration.settings import Kadran


def sources_table(kadran: Kadran) -> Table:
    table = Table(box=None)
    for name in ("source", "configured", "account", "last day", "behind", "last success", "trouble"):
        table.add_column(name, overflow="fold", no_wrap=name == "source")
    for source in all_sources().values():
        configured = _configured(source, kadran.now.date())
        accounts: dict[str, list[Freshness]] = {}
        for row in freshness(source, kadran):
            accounts.setdefault(row.account, []).append(row)
        if not accounts:
            table.add_row(source.name, configured, "", "never loaded", "", "", "")
        for account, rows in sorted(accounts.items()):
            table.add_row(source.name, configured, account, *_account_cells(source, rows))
    return table


def _configured(source: Source, today: date) -> str:
    try:
        connect(source)
        trouble = retiring(source, read_settings(source), today)
    except NotConfigured as error:
        return f"[dim]no: set {error.variable}[/]"
    except SourceError as error:
        return f"[red]{error}[/]"
    return f"[yellow]{trouble}[/]" if trouble else "[green]yes[/]"


def _account_cells(source: Source, rows: list[Freshness]) -> tuple[str, str, str, str]:
    # A snapshot is always of today: where there are days, they tell how far the data reaches.
    reached = [row for row in rows if source.stream(row.stream).kind != "snapshot"] or rows
    days = [row.last_day for row in reached if row.last_day]
    behind = max(row.days_behind for row in rows)
    successes = [row.last_success for row in rows if row.last_success]
    troubles = [f"{row.stream}: {row.error}" for row in rows if row.error]
    troubles += [f"{row.stream}: the vendor withdrew {row.withdrawn}" for row in rows if row.withdrawn]
    return (
        str(max(days)) if days else "none",
        f"[{'red' if behind > 2 else 'green'}]{behind} d[/]",
        f"{max(successes):%Y-%m-%d %H:%M} UTC" if successes else "never",
        "[red]" + "\n".join(troubles) + "[/]" if troubles else "",
    )
