"""Opening a page: how the values at a path are reached, whatever form the vendor's rows came in.

JSON text is read by msgspec straight into typed structs: declared lists and objects stay text, and nothing is built
that no column asks for. That is what makes loading fast. A page with a field that nobody declared is read again the
long way, so that nothing is lost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
import orjson
import pyarrow as pa

from connectors.source import JsonRows, Page, Row, Stream, Type

Values: TypeAlias = Sequence[Any] | pa.Array
_NOTHING: dict[str, Any] = {}


@dataclass(frozen=True)
class Opened:
    """`values(path)` are the column's values, None where absent; `rest` are rows that may hold undeclared fields."""

    count: int
    values: Callable[[str], Values]
    rest: list[Row]


class Opener:
    """Opens the pages of one stream. The struct types that its JSON is read into are made once."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.known = tree_of([*stream.columns, *stream.personal, *stream.ignored])
        self._places: dict[str, str] = {}
        self._read = msgspec.json.Decoder(list[self._struct("", self.known)]).decode  # type: ignore[misc]

    def open(self, page: Page) -> Opened:
        if isinstance(page, pa.RecordBatch):
            return self._open_columns(page)
        if isinstance(page, JsonRows):
            try:
                return self._open_text(self._read(page.text))
            except msgspec.ValidationError:
                page = orjson.loads(page.text)
        return self._open_rows(page)

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
        surplus = sorted(names.difference(self._stream.columns, self._stream.personal, self._stream.ignored))
        rows = page.select(surplus).to_pylist() if surplus else []
        rest: list[Row] = [{name: value for name, value in row.items() if value is not None} for row in rows]
        return Opened(len(page), lambda path: page.column(path) if path in names else [None] * len(page), rest)

    def _open_text(self, structs: list[Any]) -> Opened:
        objects: dict[str, Sequence[Any]] = {"": structs}

        def values(path: str) -> Values:
            parent, _, _ = path.rpartition(".")
            if parent not in objects:
                objects[parent] = values(parent)
            place = self._places[path]
            if not parent:
                found = [getattr(struct, place) for struct in structs]
            else:
                found = [None if struct is None else getattr(struct, place) for struct in objects[parent]]
            return _texts(found) if self._stream.columns.get(path) is Type.JSON else found

        return Opened(len(structs), values, [])

    def _struct(self, parent: str, names: Mapping[str, Any]) -> type[msgspec.Struct]:
        """A struct type with one field for each declared name; what is no column is skipped, unread."""
        fields: list[tuple[str, Any, Any]] = []
        for number, (name, below) in enumerate(names.items()):
            path = f"{parent}.{name}" if parent else name
            self._places[path] = f"f{number}"
            kind: Any = Any
            if below is not None:
                kind = self._struct(path, below) | None
            elif self._stream.columns.get(path) in (Type.JSON, None):
                kind = msgspec.Raw | None
            fields.append((f"f{number}", kind, msgspec.field(name=name, default=None)))
        return msgspec.defstruct(f"Row_{parent or 'page'}", fields, forbid_unknown_fields=True, gc=False)


def _texts(raws: Sequence[msgspec.Raw | None]) -> pa.Array:
    """JSON texts as Arrow; JSON's null is null."""
    texts = [None if raw is None or (text := bytes(raw)) == b"null" else text for raw in raws]
    return pa.array(texts, pa.binary()).cast(pa.string())


def tree_of(paths: Sequence[str]) -> dict[str, Any]:
    """Nested names of the declared paths; a leaf (None) swallows all below it."""
    tree: dict[str, Any] = {}
    for path in paths:
        *parents, name = path.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node.setdefault(name, None)
    return tree
