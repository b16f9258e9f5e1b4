"""CSV files, gzipped or not: batches of texts, and the line on which a row stands."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from connectors.errors import Refused
from connectors.sources.files.layout import WHITESPACE, Layout, named
from connectors.sources.files.names import distinct

BLOCK_BYTES = 256 << 10
"""Read at once; Arrow reads some forty of them ahead. No row may be longer."""


def batches(path: Path, layout: Layout) -> Iterator[pa.RecordBatch]:
    """The rows as texts, blanks and the sidecar's `null` texts as null. Raises Refused naming the line at fault."""
    names, lines = _header(path, layout)
    read = arrow_csv.ReadOptions(
        block_size=BLOCK_BYTES, column_names=names, skip_rows=lines, encoding=layout.encoding, use_threads=False
    )
    parse = arrow_csv.ParseOptions(delimiter=_delimiter(layout), newlines_in_values=True)
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), null_values=["", *layout.null], strings_can_be_null=True
    )
    try:
        with _opened(path, layout) as file, arrow_csv.open_csv(file, read, parse, convert) as batches:
            yield from batches
    except (pa.ArrowInvalid, EOFError, OSError, UnicodeError) as error:
        raise _refusal(path, layout, names, error) from None


def place(path: Path, layout: Layout, row: int) -> str:
    """Where the row of that number (from 1) begins."""
    for number, (line, _) in enumerate(_rows(path, layout), 1):
        if number == row:
            return f"line {line}"
    return f"row {row}"


def _header(path: Path, layout: Layout) -> tuple[list[str], int]:
    """The names of the columns, and how many lines of the file stand above the first row."""
    if layout.header:
        return distinct(layout.header), layout.skip
    with _opened(path, layout) as file:
        text = _text(file, layout)
        reader = csv.reader(text, delimiter=_delimiter(layout))
        try:
            names = next(reader)
        except (StopIteration, EOFError, OSError, UnicodeError, csv.Error) as error:
            raise _refusal(path, layout, [], error) from None
        return distinct(names), layout.skip + reader.line_num


def _rows(path: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins; slow, and only asked when something is wrong."""
    _, above = _header(path, layout)
    with _opened(path, layout) as file:
        text = _text(file, layout, above)
        reader, before = csv.reader(text, delimiter=_delimiter(layout)), 0
        for row in reader:
            if row:
                yield above + before + 1, row
            before = reader.line_num


def _text(file: pa.NativeFile, layout: Layout, above: int | None = None) -> io.TextIOWrapper:
    encoding = "utf-8-sig" if layout.encoding == "utf-8" else layout.encoding
    text = io.TextIOWrapper(io.BufferedReader(file), encoding, newline="")
    for _ in range(layout.skip if above is None else above):
        text.readline()
    return text


def _refusal(path: Path, layout: Layout, names: list[str], error: Exception) -> Refused:
    """What a person can do about a file that is not read to its end. The rows themselves are not quoted."""
    said, file = str(error), named(path)
    if isinstance(error, StopIteration) or "Empty CSV file" in said:
        return Refused(f"{file} is empty.")
    if isinstance(error, UnicodeError) or "UTF8" in said:
        return Refused(f"{file} is not written in {layout.encoding}; say `encoding: cp1252` (or other) in its sidecar.")
    if "Expected" in said:
        for line, row in _rows(path, layout):
            if len(row) != len(names):
                return Refused(f"{file} line {line}: {len(row)} values, but the table has {len(names)} columns.")
    if "straddl" in said:
        return Refused(f"{file} has a row of more than {BLOCK_BYTES >> 10} KiB: a quotation mark is not closed.")
    return Refused(f"{file} is not whole: {type(error).__name__}. Export and drop it again.")


def _delimiter(layout: Layout) -> str:
    return "\t" if layout.delimiter == WHITESPACE else layout.delimiter


def _opened(path: Path, layout: Layout) -> pa.NativeFile:
    """The bytes of the table, unpacked where the name ends in .gz."""
    file = pa.OSFile(str(path))
    if path.suffix == ".gz":
        file = pa.CompressedInputStream(file, "gzip")
    return pa.PythonFile(_Squeezed(file), "r") if layout.delimiter == WHITESPACE else file


class _Squeezed(io.RawIOBase):
    """A table aligned with blanks: each run of them becomes one tab."""

    def __init__(self, file: pa.NativeFile) -> None:
        self._file, self._ready = io.BufferedReader(file), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: "memoryview") -> int:  # type: ignore[override]
        if not self._ready:
            lines = self._file.read(BLOCK_BYTES) + self._file.readline()
            trimmed = re.sub(rb"(?m)^[ \t]+|[ \t]+(?=\r?$)", b"", lines)
            self._ready = memoryview(re.sub(rb"[ \t]+", b"\t", trimmed))
        count = min(len(into), len(self._ready))
        into[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
