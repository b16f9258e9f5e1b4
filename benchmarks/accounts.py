"""What a company with many ad accounts costs: files of the lake, first load, night, freshness, DuckDB's reading.

    python benchmarks/accounts.py [ACCOUNTS [DAYS]]      200 accounts and 400 days unless given

Rows with the columns of Meta's ads go through the kernel as a night's do; no vendor is waited for, so that what is
measured is the lake. Every step is a process of its own. It claims no speed; loading is compared in loading.py.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import yaml
from rich.console import Console
from rich.table import Table

from connectors.load import load
from connectors.source import ACCOUNTS, Account, Page, Source, Stream, Window
from connectors.sources.meta_ads import SOURCE
from orchestration.freshness import freshness
from orchestration.settings import DBT_PROJECT, Kadran

NOW = datetime(2026, 11, 26, 4, tzinfo=UTC)
ADS = 30
"""Rows of an account and day."""


def rows(ads: int, _: Any, account: Account, window: Window) -> Iterator[Page]:
    """The same ads every day, with other figures."""
    days, draw = len(window), np.random.default_rng(int(account.id))
    names = [f"{account.id}_ad_{number}" for number in range(ads)] * days
    day = np.repeat(np.datetime64(window.since) + np.arange(days), ads)
    figures = draw.integers(0, 1000, (3, days * ads))
    yield pa.RecordBatch.from_pydict(
        {
            **{name: pa.array(day) for name in ("date_start", "date_stop")},
            **{name: [account.id] * len(names) for name in ("account_id", "campaign_id")},
            **dict.fromkeys(("ad_id", "ad_name", "adset_id", "adset_name", "campaign_name"), names),
            **dict(zip(("impressions", "clicks", "reach"), map(pa.array, figures), strict=True)),
            "spend": pa.array(figures[0] / 100).cast(pa.float64()),
            "account_currency": ["EUR"] * len(names),
        }
    )


def listed(_: Any, account: Account, window: Window) -> Iterator[Page]:
    yield [{"id": f"{account.id}_{number}", "name": f"Ad {number}", "account_id": account.id} for number in range(ADS)]


def company(accounts: int) -> Source:
    """Two reports that are pulled again for 3 and for 28 days, and two snapshots."""

    def report(name: str, ads: int, nights: int) -> Stream:
        def fetch(client: Any, account: Account, window: Window) -> Iterator[Page]:
            return rows(ads, client, account, window)

        return replace(SOURCE.stream("ad_daily"), name=name, fetch=fetch, restates={1: nights}, required=())

    ads = replace(SOURCE.stream("ads"), fetch=listed)
    streams = (ACCOUNTS, ads, report("ad_daily", ADS, 3), report("campaign_daily", ADS // 6, 28))
    named = [Account(str(1000 + number), f"Account {number}", currency="EUR") for number in range(accounts)]
    return replace(SOURCE, streams=streams, accounts=lambda _: named)


def first_load(source: Source, kadran: Kadran, days: int) -> int:
    return sum(done.rows for done in load(source, None, kadran.lake, NOW, history_days=days))


def night(source: Source, kadran: Kadran, days: int, after: int = 1) -> int:
    return sum(
        done.rows for done in load(source, None, kadran.lake, NOW + timedelta(days=after), history_days=days + after)
    )


def second_night(source: Source, kadran: Kadran, days: int) -> int:
    return night(source, kadran, days, after=2)


def told(source: Source, kadran: Kadran, _: int) -> int:
    return len(list(freshness(source, kadran)))


def read(where: str) -> Callable[[Source, Kadran, int], int]:
    """As dbt's views do it."""

    def reads(source: Source, kadran: Kadran, _: int) -> int:
        os.environ["KADRAN_DATA"] = str(kadran.root)
        declared = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text())["sources"]["kadran"]
        table = declared["+external_location"].replace('{{ env_var("KADRAN_DATA", "../data") }}', str(kadran.root))
        found = 0
        with duckdb.connect(config={"threads": 2}) as con:
            con.execute("set parquet_metadata_cache = true")
            for stream in source.streams[2:]:
                place = table.format(schema=source.name, name=stream.name)
                counted = con.execute(f"select count(*), sum(spend) from {place} {where}").fetchone()
                assert counted is not None
                found += counted[0]
        return found

    return reads


RUNS: dict[str, Callable[[Source, Kadran, int], int]] = {
    "first load": first_load,
    "night": night,
    "second night": second_night,
    "freshness": told,
    "read all": read(""),
    "read two days": read(f"where _day >= date '{NOW.date() - timedelta(days=2)}'"),
}


def step(name: str, accounts: int, days: int) -> None:
    """One step in this process: rows, seconds, CPU seconds, peak MiB."""
    source, kadran = company(accounts), Kadran(today=NOW.date())
    begun, busy = perf_counter(), process_time()
    done = RUNS[name](source, kadran, days)
    seconds, busy = perf_counter() - begun, process_time() - busy
    print(done, seconds, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    accounts, days = (*map(int, sys.argv[1:3]), *(200, 400)[len(sys.argv) - 1 :])
    title = f"{accounts} accounts, {days} days, 4 streams"
    table = Table("step", "rows", "seconds", "CPU seconds", "peak MiB", "files after", "MiB after", title=title)
    with tempfile.TemporaryDirectory(dir=os.environ.get("KADRAN_DATA")) as folder:
        for name in RUNS:
            command = [sys.executable, __file__, name, str(accounts), str(days)]
            environment = os.environ | {"KADRAN_DATA": folder}
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
            found, seconds, busy, peak = map(float, done.stdout.split()[-4:])
            sizes = [path.stat().st_size for path in Path(folder).rglob("*.parquet")]
            figures = f"{found:,.0f}", f"{seconds:.1f}", f"{busy:.1f}", f"{peak:.0f}"
            table.add_row(name, *figures, f"{len(sizes):,}", f"{sum(sizes) / 2**20:.0f}")
    Console().print(table)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in RUNS:
        step(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        main()
