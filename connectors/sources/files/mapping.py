"""A table -> batches in the columns of its stream; columns that have no place there travel along as texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import Refused, Unavailable
from connectors.source import Account, Stream, Type
from connectors.sources.files.layout import Layout, named
from connectors.sources.files.origins import ROW_NUMBER, Origin, needed, origins
from connectors.sources.files.table import Table
from connectors.sources.files.values import Writing, first_fault

_MAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def read(file: Table, stream: Stream, account: Account) -> Iterator[pa.RecordBatch]:
    """The rows of a file, or of another table.

    Raises Refused for what a person must change, naming file, line and column, and Unavailable when the file was
    written to while it was read.
    """
    before, layout, mapping = file.fingerprint(), file.layout(), None
    for batch in file.batches(layout):
        if batch.num_rows:
            if mapping is None:
                found = origins(file, layout, stream, account.currency, batch.schema.names)
                mapping = _Mapping(file, layout, stream, account.time_zone, found)
            yield mapping.translate(batch)
    if file.fingerprint() != before:
        raise Unavailable(f"{file.name} was written to while it was read.")
    if mapping is None:
        raise Refused(f"{file.name} has no rows; what was loaded before is kept. Export and drop it again.")


@dataclass
class _Mapping:
    """How the batches of one file become columns of its stream; `rows` counts those that went before."""

    file: Table
    layout: Layout
    stream: Stream
    time_zone: str
    origins: dict[str, Origin]
    rows: int = 0

    def translate(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        numbers = pa.arange(self.rows + 1, self.rows + 1 + len(batch))
        fields = {ROW_NUMBER: numbers} | {name: batch.column(name) for name in batch.schema.names}
        columns = {ROW_NUMBER: numbers}
        for column, origin in self.origins.items():
            columns[column] = self._column(column, origin.values(fields, len(batch)))
        used = {field for origin in self.origins.values() for field in origin.fields}
        for name in batch.schema.names:
            if name not in used:
                columns[f"{name} (file)" if name in self.stream.columns else name] = _as_text(batch.column(name))
        self.rows += len(batch)
        return pa.RecordBatch.from_pydict(columns)

    def _column(self, column: str, written: pa.Array) -> pa.Array:
        kind = self.stream.columns[column]
        writing = Writing(
            time_zone=self.time_zone,
            decimal=self.layout.decimal,
            thousands=self.layout.thousands,
            date_format=self.layout.dates.get(column),
        )
        try:
            values = writing.parse(written, kind)
        except pa.ArrowException:
            index = first_fault(written, lambda some: writing.parse(some, kind))
            raise self._not_of_kind(column, index, str(written[index])) from None
        if values.null_count and column in needed(self.stream, self.origins):
            index = pc.index(values.is_null(), True).as_py()
            raise Refused(f"{self._place(column, index)}: empty, but no row of {self.stream.name} goes without.")
        if kind is Type.TEXT and self.stream.is_private and pc.any(pc.match_substring(values, "@")).as_py():
            self._refuse_mail(column, pc.match_substring_regex(values, _MAIL))
        return values

    def _not_of_kind(self, column: str, index: int, text: str) -> Refused:
        kind = self.stream.columns[column]
        keys = "dates" if kind in (Type.DAY, Type.INSTANT) else "decimal, thousands or null"
        return Refused(
            f"{self._place(column, index)}: {_without_mail(text)!r} is not {_article(kind)} {kind.name}. Correct it, "
            f"or say in {named(self.file.sidecar)} how it is written ({keys})."
        )

    def _refuse_mail(self, column: str, is_mail: pa.Array) -> None:
        if pc.any(is_mail).as_py():
            place = self._place(column, pc.index(is_mail, True).as_py())
            raise Refused(f"{place}: an e-mail address, which is not loaded. Export the person's number instead.")

    def _place(self, column: str, index: int) -> str:
        line = self.file.place(self.layout, self.rows + index + 1)
        return f"{self.file.name} {line}, column {' + '.join(self.origins[column].fields) or column}"


def _as_text(values: pa.Array) -> pa.Array:
    return values if pa.types.is_nested(values.type) else values.cast(pa.string())


def _article(kind: Type) -> str:
    return "an" if kind.name[0] in "AEIO" else "a"


def _without_mail(text: str) -> str:
    return re.sub(r"\S+@\S+", "...@...", text)[:60]
