"""How soon each source answers: seconds to its first page, from nothing, against the simulated vendors.

    .venv/bin/python benchmarks/first_page.py

Says what a source costs before any row is there: settings, credentials, listing accounts, the first request. It claims
no speed; loading is compared with a peer in loading.py.
"""

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from connectors import all_sources
from connectors.plan import due
from connectors.settings import connect
from connectors.source import Source
from sandbox.company import Company
from sandbox.drop import write_drop
from sandbox.server import Sandbox

NOW = datetime.now(UTC)


def first_page(source: Source) -> tuple[float, float, float]:
    """Seconds to the client, to the accounts, and to the first page of the first stream that yields one."""
    begun = time.perf_counter()
    client = connect(source)
    connected = time.perf_counter()
    account = source.accounts(client)[0]
    listed = time.perf_counter()
    for stream in source.streams[1:]:
        if account.streams is not None and stream.name not in account.streams:
            continue
        for window in due(stream, account, {}, NOW, 7)[-1:]:
            for _ in stream.fetch(client, account, window):
                return connected - begun, listed - begun, time.perf_counter() - begun
    raise RuntimeError(f"{source.name} yields no page")


def main() -> None:
    table = Table("source", "client", "accounts", "first page", title="Seconds", box=None)
    company = Company(NOW.date(), days=60)
    with Sandbox(company) as sandbox, tempfile.TemporaryDirectory() as folder:
        write_drop(company, Path(folder))
        os.environ.update(sandbox.env() | {"FILES_FOLDER": folder, "KADRAN_HASH_KEY": "a key for this run only"})
        for source in all_sources().values():
            try:  # the company's tables are made when a vendor is first asked: that is not the source's time
                first_page(source)
            except RuntimeError:
                table.add_row(source.name, "", "", "none in a week")
                continue
            table.add_row(source.name, *(f"{seconds:.3f}" for seconds in first_page(source)))
    Console().print(table)


if __name__ == "__main__":
    main()
