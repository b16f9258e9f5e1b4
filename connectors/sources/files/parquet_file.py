"""Parquet files: batches of their own types, and the number of a row."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.errors import Refused
from connectors.sources.files.layout import Layout, named
from connectors.sources.files.names import distinct

BATCH_ROWS = 20_000


def batches(path: Path, layout: Layout) -> Iterator[pa.RecordBatch]:
    """The rows as the file types them."""
    try:
        with pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
            for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
                columns = [_simple(column, layout) for column in batch.columns]
                yield pa.RecordBatch.from_arrays(columns, distinct(batch.schema.names))
    except (pa.ArrowInvalid, OSError) as error:
        raise Refused(f"{named(path)} is not a whole Parquet file: {type(error).__name__}. Drop it again.") from None


def place(path: Path, layout: Layout, row: int) -> str:
    """Rows of a Parquet file have no line, only a number (from 1)."""
    return f"row {row}"


def _simple(column: pa.Array, layout: Layout) -> pa.Array:
    """Categories as their values, every width of text as one type, the sidecar's `null` texts as null."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = column.cast(pa.string())
    if pa.types.is_string(column.type):
        empty = pa.array(["", *layout.null])
        column = pa.compute.if_else(pa.compute.is_in(column, empty), pa.scalar(None, pa.string()), column)
    return column
