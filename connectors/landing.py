"""The files of a window's days while they are written, before any of them is in the lake."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from connectors.errors import Refused
from connectors.source import Stream, Window
from connectors.texts import repeated

BUFFER_BYTES = 8 << 20
"""Rows in memory, over all days of a window, before they are written; as many are being written meanwhile."""


class Days:
    """Buffers rows by day and writes them in a thread of its own, all days together whenever the buffer is full."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder, self._schema = folder, schema
        self._writers: dict[date, pq.ParquetWriter] = {}
        self._buffers: dict[date, list[pa.RecordBatch]] = {}
        self._rows: dict[date, int] = {}
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
            self._rows[day] = self._rows.get(day, 0) + batch.num_rows
            self._bytes += batch.nbytes
        if self._bytes > BUFFER_BYTES:
            self._spill()

    def finish(self, window: Window) -> dict[date, int]:
        """Writes what is left and gives days without rows their empty file. Returns the rows of each day."""
        for day in window:
            self._buffers.setdefault(day, [])
        self._spill()
        self._wait()
        self._open.close()
        for day in window:
            sync(self._folder / f"{day}.parquet")
        return {day: self._rows.get(day, 0) for day in window}

    def _spill(self) -> None:
        self._wait()
        self._writing = self._thread.submit(self._write, self._buffers)
        self._buffers, self._bytes = {}, 0

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
        self._writing = None

    def _write(self, buffers: dict[date, list[pa.RecordBatch]]) -> None:
        for day, batches in buffers.items():
            if day not in self._writers:
                path = self._folder / f"{day}.parquet"
                writer = pq.ParquetWriter(path, self._schema, compression="zstd", compression_level=1)
                self._writers[day] = self._open.enter_context(writer)
            if batches:
                self._writers[day].write_table(pa.Table.from_batches(batches, self._schema))


def by_day(batch: pa.RecordBatch, stream: Stream, window: Window) -> Iterator[tuple[date, pa.RecordBatch]]:
    """The rows of each day. Raises Refused for a row that belongs to no day of the window."""
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


def sync(path: Path) -> None:
    """Returns when the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
