"""Loading a source: every account and stream through plan, fetch and lake, and an honest record of each.

One account or stream that fails stops no other; what came of each is a `Load`, kept in the lake as rows of
`kadran/loads`, so that the warehouse knows how fresh every figure is.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from itertools import count, groupby
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.errors import SourceError
from connectors.lake import Lake
from connectors.landing import locked, sync
from connectors.months import file_of
from connectors.plan import asked, due
from connectors.source import Account, Source, Stream, Window

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Load:
    """What came of one stream of one account in one run. `error` is None when every window landed."""

    source: str
    stream: str
    account: str
    started_at: datetime
    since: date | None
    until: date | None
    days: int
    rows: int
    seconds: float
    extra: str | None
    """Fields that the declaration does not know, separated by commas."""
    withdrawn: str | None
    """Columns that the vendor no longer answers, separated by commas."""
    error: str | None

    def __str__(self) -> str:
        what = f"{self.source}/{self.stream} of {self.account}"
        if self.error:
            return f"{what}: {self.error}"
        if not self.days:
            return f"{what}: nothing due"
        return f"{what}: {self.rows:,} rows of {self.days} days ({self.since} to {self.until}) in {self.seconds:.1f} s"


def load(
    source: Source,
    client: Any,
    lake: Lake,
    now: datetime,
    *,
    history_days: int = 400,
    span: Window | None = None,
    streams: Iterable[str] | None = None,
    force: bool = False,
    again_after: datetime | None = None,
) -> list[Load]:
    """Pull what is due (or the days of `span`) of all accounts. Raises only when accounts cannot be listed.

    Days that were pulled since `again_after` are not due: a second try goes on where the first one stopped.

    Every stream that ends is logged, and every window of those that take several; `record.source` is the source's name.
    """
    lake.prepare(source)
    accounts = source.accounts(client)
    chosen = [stream for stream in source.streams if streams is None or stream.name in set(streams)]

    def one_account(number: int, account: Account) -> list[Load]:
        loads, nth = [], f" (account {number} of {len(accounts)})" if len(accounts) > 1 else ""
        for stream in chosen:
            if account.streams is not None and stream.name not in account.streams:
                continue
            loads.append(
                _load_stream(source, stream, client, account, lake, now, history_days, span, force, again_after)
            )
            _tell(source, f"{loads[-1]}{nth}", logging.ERROR if loads[-1].error else logging.INFO)
        return loads

    with ThreadPoolExecutor(source.concurrency, thread_name_prefix=source.name) as pool:
        loads = [load for account in pool.map(one_account, count(1), accounts) for load in account]
    record(lake, loads)
    return loads


def _tell(source: Source, what: str, level: int = logging.INFO) -> None:
    log.log(level, "%s", what, extra={"source": source.name})


def _load_stream(
    source: Source,
    stream: Stream,
    client: Any,
    account: Account,
    lake: Lake,
    now: datetime,
    history_days: int,
    span: Window | None,
    force: bool,
    again_after: datetime | None,
) -> Load:
    begun, landed, error = perf_counter(), dict[date, int](), None
    extra, withdrawn = set[str](), set[str]()
    try:
        if span is None:
            loaded = lake.loaded(source.name, stream.name, account)
            windows = due(stream, account, loaded, now, history_days, again_after)
        else:
            windows = asked(stream, account, span, now)
        for number, window in enumerate(windows, 1):
            pages = stream.fetch(client, account, window)
            part = lake.write(source.name, stream, account, window, pages, now, force=force)
            landed.update(part.rows)
            extra |= part.extra
            withdrawn |= part.withdrawn
            if len(windows) > 1:
                _tell(source, f"{source.name}/{stream.name} of {account.id}: {window}, {number} of {len(windows)}")
    except SourceError as fault:
        error = f"{type(fault).__name__}: {fault}"
    except Exception as fault:  # a contract broken in a way that nobody foresaw: told, and the others go on
        log.exception("%s/%s of %s", source.name, stream.name, account.id)
        error = f"Unforeseen {type(fault).__name__} in {source.name}/{stream.name}; the log has its traceback."
    return Load(
        source=source.name,
        stream=stream.name,
        account=account.id,
        started_at=now,
        since=min(landed, default=None),
        until=max(landed, default=None),
        days=len(landed),
        rows=sum(landed.values()),
        seconds=perf_counter() - begun,
        extra=", ".join(sorted(extra)) or None,
        withdrawn=", ".join(sorted(withdrawn)) or None,
        error=error,
    )


LOADS = pa.schema(
    [
        ("source", pa.string()),
        ("stream", pa.string()),
        ("account", pa.string()),
        ("started_at", pa.timestamp("us", tz="UTC")),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("days", pa.int64()),
        ("rows", pa.int64()),
        ("seconds", pa.float64()),
        ("extra", pa.string()),
        ("withdrawn", pa.string()),
        ("error", pa.string()),
    ]
)
assert LOADS.names == [field.name for field in fields(Load)]


def record(lake: Lake, loads: Iterable[Load]) -> None:
    """Add the loads of a run to `kadran/loads`; with none, only make sure that the table exists."""
    folder = lake.root / "kadran" / "loads"
    folder.mkdir(parents=True, exist_ok=True)

    def place(load: Load) -> Path:
        return folder / load.source / file_of(load.started_at)

    with locked(folder):
        if not (folder / "_schema.parquet").exists():
            _put(lake, LOADS.empty_table(), folder / "_schema.parquet")
        a_file_a_run = sorted(folder.glob("*-*.parquet"))  # as version 0.1 had them
        found = [Load(**row) for path in a_file_a_run for row in pq.read_table(path, schema=LOADS).to_pylist()]
        for path, rows in groupby(sorted([*found, *loads], key=place), place):
            path.parent.mkdir(exist_ok=True)
            before = pq.read_table(path, schema=LOADS, partitioning=None) if path.exists() else LOADS.empty_table()
            fresh = pa.Table.from_pylist([asdict(load) for load in rows], LOADS)
            _put(lake, pa.concat_tables([before, fresh]), path)
        for path in a_file_a_run:
            path.unlink()


def _put(lake: Lake, table: pa.Table, path: Path) -> None:
    beside = path.with_name(f".{path.name}.new")
    pq.write_table(table, beside)
    sync(beside)
    with locked(lake.root):
        beside.replace(path)


def record_unreached(source: Source, lake: Lake, now: datetime, error: SourceError) -> None:
    """Note that nothing could be asked of the source: whatever the lake has of it is from before."""
    said = f"{type(error).__name__}: {error}"
    places = [(stream.name, account) for account in lake.accounts(source.name) for stream in source.streams]
    record(
        lake,
        [
            Load(source.name, stream, account.id, now, None, None, 0, 0, 0.0, None, None, said)
            for stream, account in places
            if lake.folder(source.name, stream, account).exists()
        ],
    )


def read_loads(lake: Lake, source: str | None = None) -> pa.Table:
    """All recorded loads (of a source), oldest first."""
    folder = lake.root / "kadran" / "loads"
    files = sorted(folder.glob(f"{source or '*'}/*.parquet"))
    if not files:
        return LOADS.empty_table()
    return pq.read_table(files, schema=LOADS, partitioning=None).sort_by("started_at")
