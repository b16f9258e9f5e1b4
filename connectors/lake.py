"""The lake: one Parquet file per source, stream, account and day, replaced whole and atomically.

    <root>/<source>/<stream>/<account>/2026-01-31.parquet     a day; zero rows mean that nothing happened
    <root>/<source>/<stream>/_schema.parquet                  no rows: an unconfigured source is an empty table
    <root>/.landing/                                          files being written; never read

The account is a level of its own because it is what fails, joins and is paused on its own: 199 accounts load while the
200th has lost its permission, and a new one is seen to lack its history.
"""

import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import SecretStr

from connectors.decode import Decoder, schema_of
from connectors.errors import Refused
from connectors.source import Account, Page, Source, Stream, Window
from connectors.texts import repeated

BUFFER_BYTES = 12 << 20
"""Rows in memory before they are written, over all days of a window."""
SHRINKS_BELOW = 0.5
"""A settled figure rarely halves; a broken answer often does."""
TOO_FEW_TO_JUDGE = 20


@dataclass(frozen=True)
class Landed:
    """What a write brought: rows of each day, and the names of fields that the declaration does not know."""

    rows: dict[date, int]
    extra: frozenset[str]


@dataclass(frozen=True)
class Lake:
    root: Path
    hash_key: SecretStr | None = None

    def folder(self, source: str, stream: str, account: Account) -> Path:
        return self.root / source / stream / quote(account.id, safe="")

    def loaded(self, source: str, stream: str, account: Account) -> dict[date, datetime]:
        """The days that are there, and when each was pulled (UTC)."""
        found = {}
        with suppress(FileNotFoundError), os.scandir(self.folder(source, stream, account)) as entries:
            for entry in entries:
                if entry.name.endswith(".parquet"):
                    pulled = datetime.fromtimestamp(entry.stat().st_mtime, UTC)
                    found[date.fromisoformat(entry.name.removesuffix(".parquet"))] = pulled
        return found

    def accounts(self, source: str) -> list[Account]:
        """The accounts of the source as they were last seen, from their newest snapshot."""
        found = []
        for folder in sorted((self.root / source / "accounts").glob("*/")):
            newest = max(folder.glob("*.parquet"), default=None)
            rows = pq.read_table(newest).to_pylist() if newest else []
            found += [Account(row["id"], row["name"], row["time_zone"], row["currency"]) for row in rows]
        return found

    def prepare(self, source: Source) -> None:
        """Give every stream of the source its empty file, so that its table exists before the first load."""
        for stream in source.streams:
            path = self.root / source.name / stream.name / "_schema.parquet"
            schema = schema_of(stream)
            if not path.exists() or not pq.read_schema(path).equals(schema):
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_name("_schema.new")
                pq.write_table(schema.empty_table(), beside)
                beside.replace(path)

    def write(
        self,
        source: str,
        stream: Stream,
        account: Account,
        window: Window,
        pages: Iterable[Page],
        loaded_at: datetime,
        *,
        force: bool = False,
    ) -> Landed:
        """Replace the days of a window by the rows of `pages`, all or nothing.

        Memory does not grow with rows. Raises Refused for a row outside the window, a value of another type, or a full
        day that would be replaced by an empty or much smaller one (unless `force`).
        """
        decoder = Decoder(stream, account, loaded_at, self.hash_key)
        home = self.folder(source, stream.name, account)
        with self._landing() as landing:
            days = _Days(landing, decoder.schema)
            for batch in decoder.batches(pages):
                days.add(_by_day(batch, stream, window))
            rows = days.close(window)
            if stream.kind == "daily" and not force:
                _refuse_shrinking(stream, home, rows)
            home.mkdir(parents=True, exist_ok=True)
            # Newest first: a changed entity moves to a newer day, and is then never missing from both.
            for day in sorted(rows, reverse=True):
                written = landing / f"{day}.parquet"
                os.utime(written, (loaded_at.timestamp(), loaded_at.timestamp()))
                written.replace(home / written.name)
            _sync(home)
        return Landed(rows, frozenset(decoder.extra))

    @contextmanager
    def _landing(self) -> Iterator[Path]:
        landing = self.root / ".landing" / uuid.uuid4().hex
        landing.mkdir(parents=True)
        try:
            yield landing
        finally:
            shutil.rmtree(landing)


class _Days:
    """The files of a window while they are written: buffered per day, spilled together when the buffer is full."""

    def __init__(self, landing: Path, schema: pa.Schema) -> None:
        self._landing, self._schema = landing, schema
        self._writers: dict[date, pq.ParquetWriter] = {}
        self._buffers: dict[date, list[pa.RecordBatch]] = {}
        self._rows: dict[date, int] = {}
        self._bytes = 0

    def add(self, batches: Iterable[tuple[date, pa.RecordBatch]]) -> None:
        for day, batch in batches:
            self._buffers.setdefault(day, []).append(batch)
            self._rows[day] = self._rows.get(day, 0) + batch.num_rows
            self._bytes += batch.nbytes
        if self._bytes > BUFFER_BYTES:
            self._spill()

    def close(self, window: Window) -> dict[date, int]:
        for day in window:
            self._buffers.setdefault(day, [])
        self._spill()
        for day, writer in self._writers.items():
            writer.close()
            _sync(self._landing / f"{day}.parquet")
        return {day: self._rows.get(day, 0) for day in window}

    def _spill(self) -> None:
        for day, batches in self._buffers.items():
            if day not in self._writers:
                path = self._landing / f"{day}.parquet"
                self._writers[day] = pq.ParquetWriter(path, self._schema, compression="zstd", compression_level=1)
            if batches:
                self._writers[day].write_table(pa.Table.from_batches(batches, self._schema))
        self._buffers, self._bytes = {}, 0


def _by_day(batch: pa.RecordBatch, stream: Stream, window: Window) -> Iterator[tuple[date, pa.RecordBatch]]:
    place = batch.schema.get_field_index("_day")
    if stream.kind == "snapshot":
        yield window.since, batch.set_column(place, "_day", repeated(str(window.since), pa.date32(), batch.num_rows))
        return
    if missing := batch.column(place).null_count:
        raise Refused(f"{stream.name}: {missing} rows have no {stream.day}, so they belong to no day.")
    days, ends = _runs(batch.column(place))
    if days != sorted(set(days)):
        batch = batch.take(pc.sort_indices(batch.column(place)))
        days, ends = _runs(batch.column(place))
    for day, start, end in zip(days, [0, *ends], ends, strict=False):
        if day not in window:
            raise Refused(f"{stream.name}: a row of {day} came in the answer for {window}.")
        yield day, batch.slice(start, end - start)


def _runs(column: pa.Array) -> tuple[list[date], list[int]]:
    """The days as they follow each other, and where the rows of each end."""
    runs = pc.run_end_encode(column)
    return runs.values.to_pylist(), runs.run_ends.to_pylist()


def _refuse_shrinking(stream: Stream, home: Path, rows: dict[date, int]) -> None:
    for day, count in rows.items():
        with suppress(FileNotFoundError):
            before = pq.read_metadata(home / f"{day}.parquet").num_rows
            if before >= TOO_FEW_TO_JUDGE and count < before * SHRINKS_BELOW:
                raise Refused(
                    f"{stream.name}: {day} would shrink from {before:,} rows to {count:,}; the old day is kept. "
                    "If the vendor is right, pull it again with --force."
                )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
