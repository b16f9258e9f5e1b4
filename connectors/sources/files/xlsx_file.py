"""Excel workbooks: batches of texts, and the row of the sheet on which a row stands."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from connectors.errors import Refused
from connectors.sources.files import cells
from connectors.sources.files.layout import Layout, named


def batches(path: Path, layout: Layout) -> Iterator[pa.RecordBatch]:
    """The rows as texts, blanks and the sidecar's `null` texts as null."""
    return cells.batches(_rows(path, layout), layout, named(path))


def place(path: Path, layout: Layout, row: int) -> str:
    """Where the row of that number (from 1) stands in the sheet."""
    return cells.place(_rows(path, layout), layout, row)


def _rows(path: Path, layout: Layout) -> cells.Rows:
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
