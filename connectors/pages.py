"""Opening pages: the values at each declared path, whatever form the vendor's rows came in.

JSON text is read by msgspec into typed structs: what a column keeps as JSON stays text, what no column keeps is not
read at all. That is what makes loading fast. A page with a field that nobody declared is read again the long way, so
that nothing is lost.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
import pyarrow as pa

from connectors.source import JsonRows, Page, Row, Stream, Type
from connectors.texts import NULL, json_texts

Values: TypeAlias = Sequence[Any] | pa.Array

GATHERED_BYTES = 1 << 20
"""Text of small pages that is opened at once: each column of each batch has its price."""
_NOTHING: dict[str, Any] = {}


@dataclass(frozen=True)
class Opened:
    """`values(path)` are the column's values, null where absent; `rest` are rows that may hold undeclared fields."""

    count: int
    values: Callable[[str], Values]
    rest: Sequence[Row] = ()


class Opener:
    """Opens the pages of one stream. The struct types into which its JSON is read are made once."""

    def __init__(self, stream: Stream) -> None:
        self._columns = stream.columns
        self._declared = {*stream.columns, *stream.personal, *stream.ignored}
        self.known = tree_of(self._declared)
        self._shape = _shape_of(self.known, stream.columns)
        self._read = msgspec.json.Decoder(list[self._shape.struct]).decode  # type: ignore[name-defined]

    def open(self, pages: Iterable[Page]) -> Iterator[Opened]:
        """Pages in their order; those that are text are gathered."""
        gathered: list[msgspec.Struct] = []
        size = 0
        for page in pages:
            structs: list[msgspec.Struct] = []
            if isinstance(page, JsonRows):
                structs = self._structs(page.text)
                size += len(page.text)
            gathered += structs
            if gathered and (not structs or size >= GATHERED_BYTES):
                yield self._open_structs(gathered)
                gathered, size = [], 0
            if not structs and page:
                yield self._open_objects(page)
        if gathered:
            yield self._open_structs(gathered)

    def _structs(self, text: bytes) -> list[msgspec.Struct]:
        """The rows of a page; none where it is not as declared."""
        try:
            structs: list[msgspec.Struct] = self._read(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return []
        return structs

    def _open_structs(self, structs: Sequence[msgspec.Struct]) -> Opened:
        columns = dict(self._shape.columns(structs))

        def values(path: str) -> Values:
            return json_texts(columns[path]) if self._columns[path] is Type.JSON else columns[path]

        return Opened(len(structs), values)

    def _open_objects(self, page: Page) -> Opened:
        if isinstance(page, pa.RecordBatch):
            return self._open_columns(page)
        return self._open_rows(page.rows() if isinstance(page, JsonRows) else page)

    def _open_rows(self, page: list[Row]) -> Opened:
        objects: dict[str, Sequence[Any]] = {"": page}

        def values(path: str) -> Sequence[Any]:
            parent, _, name = path.rpartition(".")
            if parent not in objects:
                objects[parent] = [value if isinstance(value, dict) else _NOTHING for value in values(parent)]
            return [row.get(name) for row in objects[parent]]

        return Opened(len(page), values, page)

    def _open_columns(self, page: pa.RecordBatch) -> Opened:
        names = set(page.schema.names)
        surplus = sorted(names - self._declared)
        rows = page.select(surplus).to_pylist() if surplus else []
        rest = [{name: value for name, value in row.items() if value is not None} for row in rows]
        return Opened(len(page), lambda path: page.column(path) if path in names else [None] * len(page), rest)


@dataclass(frozen=True)
class _Shape:
    """An object with declared fields: the struct type into which it is read, and the shapes of objects in it."""

    struct: type[msgspec.Struct]
    fields: Mapping[str, "_Shape | None"]

    def columns(self, structs: Sequence[Any], prefix: str = "") -> Iterator[tuple[str, Sequence[Any]]]:
        columns = zip(*map(msgspec.structs.astuple, structs), strict=True)
        for (name, below), column in zip(self.fields.items(), columns, strict=True):
            if below is None:
                yield prefix + name, column
            else:
                nothing = below.struct()
                yield from below.columns([each or nothing for each in column], f"{prefix}{name}.")


def _shape_of(names: Mapping[str, Any], columns: Mapping[str, Type], prefix: str = "") -> _Shape:
    fields = {
        name: None if below is None else _shape_of(below, columns, f"{prefix}{name}.") for name, below in names.items()
    }
    members: list[tuple[str, Any, Any]] = []
    for number, (name, below) in enumerate(fields.items()):
        kind: Any = Any
        if below is not None:
            kind = below.struct | None
        elif columns.get(prefix + name, Type.JSON) is Type.JSON:
            kind = msgspec.Raw
        default = NULL if kind is msgspec.Raw else None
        members.append((f"f{number}", kind, msgspec.field(name=name, default=default)))
    return _Shape(msgspec.defstruct("Read", members, forbid_unknown_fields=True, gc=False), fields)


def tree_of(paths: Iterable[str]) -> dict[str, Any]:
    """Nested names of the declared paths; a leaf (None) swallows all below it."""
    tree: dict[str, Any] = {}
    for path in paths:
        *parents, name = path.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node.setdefault(name, None)
    return tree
