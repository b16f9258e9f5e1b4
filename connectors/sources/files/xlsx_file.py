"""Excel workbooks: batches of texts, and the row of the sheet on which a row stands."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from connectors.errors import Refused
from connectors.sources.files.layout import Layout, named
from connectors.sources.files.names import distinct

BATCH_ROWS = 5_000


def batches(path: Path, layout: Layout) -> Iterator[pa.RecordBatch]:
    """The rows as texts, blanks and the sidecar's `null` texts as null."""
    rows = _rows(path, layout)
    try:
        names = distinct(layout.header or next(rows)[1])
    except StopIteration:
        raise Refused(f"{named(path)} is empty.") from None
    empty = {"", *layout.null}
    width = range(len(names))
    while chunk := list(islice(rows, BATCH_ROWS)):
        for number, row in chunk:
            if any(cell is not None for cell in row[len(names) :]):
                raise Refused(f"{named(path)} row {number}: it goes beyond the {len(names)} columns that have names.")
        cells = ([_text(row[column], empty) if column < len(row) else None for _, row in chunk] for column in width)
        yield pa.RecordBatch.from_arrays([pa.array(texts, pa.string()) for texts in cells], names)


def place(path: Path, layout: Layout, row: int) -> str:
    """Where the row of that number (from 1) stands in the sheet."""
    line, _ = next(islice(_rows(path, layout), row - bool(layout.header), None))
    return f"row {line}"


def _rows(path: Path, layout: Layout) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of the sheet below `skip` that hold anything, with their numbers in the sheet."""
    try:
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            if layout.sheet and layout.sheet not in book.sheetnames:
                raise Refused(f"{named(path)} has no sheet {layout.sheet!r}; it has {', '.join(book.sheetnames)}.")
            sheet = book[layout.sheet] if layout.sheet else book.worksheets[0]
            for number, row in enumerate(sheet.iter_rows(min_row=layout.skip + 1, values_only=True), layout.skip + 1):
                if any(cell is not None for cell in row):
                    yield number, row
    except (zipfile.BadZipFile, InvalidFileException, KeyError, EOFError) as error:
        raise Refused(f"{named(path)} is not a whole XLSX file: {type(error).__name__}. Save it again.") from None


def _text(cell: Any, empty: set[str]) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():  # Excel knows no whole numbers
        return str(int(cell))
    text = str(cell)
    return None if text in empty else text
