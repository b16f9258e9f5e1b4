"""Where each column of a stream comes from in one file: a column there, a text around several, or a constant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Formatter

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import Refused
from connectors.source import Stream, Type
from connectors.sources.files.layout import Layout, named
from connectors.sources.files.table import Table

ROW_NUMBER = "row_number"
"""Of a row within its file, from 1. The files have no such column; it can be used in a text: "{row_number}"."""


@dataclass(frozen=True)
class Origin:
    """Texts, each followed by the name of a field or by none."""

    parts: tuple[tuple[str, str | None], ...]

    @property
    def fields(self) -> list[str]:
        return [field for _, field in self.parts if field]

    def values(self, fields: Mapping[str, pa.Array], count: int) -> pa.Array:
        """The column's values of `count` rows; where a field is null, so is the text around it."""
        (text, field), *more = self.parts
        if field and not text and not more:
            return fields[field]
        pieces = [pa.repeat(pa.scalar(""), count)]
        for text, field in self.parts:
            pieces += [pa.scalar(text)] + ([fields[field].cast(pa.string())] if field else [])
        return pc.binary_join_element_wise(*pieces, "")


def origins(
    file: Table, layout: Layout, stream: Stream, currency: str | None, names: Iterable[str]
) -> dict[str, Origin]:
    """The origin of each column that the file has. Raises Refused with what to change in the sidecar, or the file."""
    _refuse_unknown(file, layout, stream)
    there, found = set(names), dict[str, Origin]()
    for column in stream.columns:
        if column == ROW_NUMBER:
            continue
        if column in layout.constants:
            found[column] = Origin(((layout.constants[column], None),))
        elif column in layout.columns:
            found[column] = _written(layout.columns[column], there)
        elif column in there:
            found[column] = Origin((("", column),))
        elif column == "currency" and currency:
            found[column] = Origin(((currency, None),))
    listed = ", ".join(sorted(there))
    for column, origin in found.items():
        for field in origin.fields:
            if field not in there and field != ROW_NUMBER:
                raise Refused(
                    f"{file.name} has no column {field!r}, from which {named(file.sidecar)} takes {column}; "
                    f"it has {listed}."
                )
    for column in sorted(needed(stream, found)):
        if column not in found:
            remedy = "`currency: EUR` or " if column == "currency" else ""
            raise Refused(
                f"{file.name} has no column {column}, which {stream.name} needs; say in {named(file.sidecar)} "
                f"where it is ({remedy}`columns: {{{column}: ...}}`). The file has {listed}."
            )
    return found


def needed(stream: Stream, found: Iterable[str]) -> set[str]:
    """The columns without which no row of the file is taken. Amounts need their currency."""
    has_amounts = any(stream.columns[column] is Type.MONEY for column in found)
    money = {"currency"}.intersection(stream.columns) if has_amounts else set()
    return {*stream.key, *stream.required, *money} - {ROW_NUMBER}


def _written(text: str, there: set[str]) -> Origin:
    if text in there or "{" not in text:
        return Origin((("", text),))
    return Origin(tuple((literal, field) for literal, field, _, _ in Formatter().parse(text)))


def _refuse_unknown(file: Table, layout: Layout, stream: Stream) -> None:
    known = [name for name in stream.columns if name != ROW_NUMBER]
    for key, names in (("columns", layout.columns), ("constants", layout.constants), ("dates", layout.dates)):
        for name in names:
            if name not in known:
                raise Refused(
                    f"{named(file.sidecar)}: {key}: {stream.name} has no column {name!r}; it has {', '.join(known)}."
                )
