"""The months that a window touches while their files are written, before any of them is in the lake."""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.errors import Refused
from connectors.months import Day, days_in, file_of, footer, rows_in
from connectors.source import Stream, Window
from connectors.texts import repeated

BUFFER_BYTES = 8 << 20
"""Rows in memory, over all days of a window, before they are written; as many are being written meanwhile."""


class Landing:
    """Buffers rows by day and writes them by month, in a thread of its own, whenever the buffer is full."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.rows: dict[date, int] = {}
        self._folder, self._schema = folder, schema
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._buffers: dict[date, list[pa.RecordBatch]] = {}
        self._bytes = 0
        self._thread = ThreadPoolExecutor(1, "landing")
        self._writing: Future[None] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()
        self._open.close()

    def add(self, batches: Iterable[tuple[date, pa.RecordBatch]]) -> None:
        for day, batch in batches:
            self._buffers.setdefault(day, []).append(batch)
            self.rows[day] = self.rows.get(day, 0) + batch.num_rows
            self._bytes += batch.nbytes
        if self._bytes > BUFFER_BYTES:
            self._spill()

    def complete(self, home: Path, came: Mapping[date, Day]) -> list[Path]:
        """Write what is left, with all other days that the months in `home` hold. Returns the files, on the disk."""
        months: dict[str, dict[date, Day]] = {}
        for day, held in came.items():
            months.setdefault(file_of(day), {})[day] = held
        for name, days in months.items():
            others = {day: held for day, held in days_in(home / name).items() if day not in days}
            days.update(others)
            if any(held.rows for held in others.values()):
                for batch in rows_in(home / name, others, self._schema):
                    self.add(split(batch))
        self._spill()
        self._wait()
        for name, days in months.items():
            self._writer(name).add_key_value_metadata(footer(days))
        self._open.close()
        written = [self._folder / name for name in months]
        for path in written:
            sync(path)
        return written

    def _spill(self) -> None:
        self._wait()
        self._writing = self._thread.submit(self._write, self._buffers)
        self._buffers, self._bytes = {}, 0

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
        self._writing = None

    def _write(self, buffers: dict[date, list[pa.RecordBatch]]) -> None:
        months: dict[str, list[pa.RecordBatch]] = {}
        for day in sorted(buffers):
            months.setdefault(file_of(day), []).extend(buffers[day])
        for name, batches in months.items():
            tables = [pa.Table.from_batches([], self._schema), *(pa.Table.from_batches([batch]) for batch in batches)]
            self._writer(name).write_table(pa.concat_tables(tables, promote_options="default"))

    def _writer(self, name: str) -> pq.ParquetWriter:
        if name not in self._writers:
            writer = pq.ParquetWriter(self._folder / name, self._schema, compression="zstd", compression_level=1)
            self._writers[name] = self._open.enter_context(writer)
        return self._writers[name]


def by_day(batch: pa.RecordBatch, stream: Stream, window: Window) -> Iterator[tuple[date, pa.RecordBatch]]:
    """The rows of each day. Raises Refused for a row that belongs to no day of the window."""
    place = batch.schema.get_field_index("_day")
    if stream.kind == "snapshot":
        yield window.since, batch.set_column(place, "_day", repeated(str(window.since), pa.date32(), batch.num_rows))
        return
    if missing := batch.column(place).null_count:
        raise Refused(f"{stream.name}: {missing} rows have no {stream.day}, so they belong to no day.")
    for day, rows in split(batch):
        if day not in window:
            raise Refused(f"{stream.name}: a row of {day} came in the answer for {window}.")
        yield day, rows


def split(batch: pa.RecordBatch) -> Iterator[tuple[date, pa.RecordBatch]]:
    """The rows of each day, days in their order."""
    days, ends = _runs(batch.column("_day"))
    if days != sorted(set(days)):
        batch = batch.take(pc.sort_indices(batch.column("_day")))
        days, ends = _runs(batch.column("_day"))
    for day, start, end in zip(days, [0, *ends], ends, strict=False):
        yield day, batch.slice(start, end - start)


def _runs(column: pa.Array) -> tuple[list[date], list[int]]:
    """The days as they follow each other, and where the rows of each end."""
    runs = pc.run_end_encode(column)
    return runs.values.to_pylist(), runs.run_ends.to_pylist()


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Keep others out of a folder, in this process and in others; `shared` lets in whoever asks for that, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Returns when the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
