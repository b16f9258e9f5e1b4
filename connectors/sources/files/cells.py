"""Tables of cells with types of their own, such as those of workbooks: batches of texts, and the row of the sheet."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

import pyarrow as pa

from connectors.errors import Refused
from connectors.sources.files.layout import Layout
from connectors.sources.files.names import distinct

BATCH_ROWS = 5_000

Rows = Iterator[tuple[int, Sequence[Any]]]
"""Rows below `skip` that hold anything, with their numbers in the sheet."""


def batches(rows: Rows, layout: Layout, name: str) -> Iterator[pa.RecordBatch]:
    """The rows as texts, blanks and the sidecar's `null` texts as null."""
    try:
        names = distinct(layout.header or next(rows)[1])
    except StopIteration:
        raise Refused(f"{name} is empty.") from None
    width = range(len(names))
    while chunk := list(islice(rows, BATCH_ROWS)):
        for number, row in chunk:
            if any(cell is not None for cell in row[len(names) :]):
                raise Refused(f"{name} row {number}: it goes beyond the {len(names)} columns that have names.")
        cells = ([_text(row[column], layout) if column < len(row) else None for _, row in chunk] for column in width)
        yield pa.RecordBatch.from_arrays([pa.array(texts, pa.string()) for texts in cells], names)


def place(rows: Rows, layout: Layout, row: int) -> str:
    """Where the row of that number (from 1) stands in the sheet."""
    line, _ = next(islice(rows, row - bool(layout.header), None))
    return f"row {line}"


def _text(cell: Any, layout: Layout) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(
        cell, float
    ):  # a cell knows no whole numbers; what is typed as text in other cells has the sidecar's sign
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", layout.decimal)
    text = str(cell)
    return None if text == "" or text in layout.null else text
