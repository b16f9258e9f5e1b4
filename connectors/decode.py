"""Pages of a vendor's rows -> Arrow batches with the stream's schema. Nothing is filtered, renamed or converted.

Every batch has four columns of ours behind the vendor's: `_day`, `_account`, `_loaded_at` and `_extra` (JSON of the
fields that the declaration does not know, null when there are none).
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import SecretStr

from connectors.errors import NotConfigured, Refused
from connectors.pages import Opened, Opener, Values
from connectors.source import Account, Page, Row, Stream, Type, Withdrawn
from connectors.texts import numbers, repeated, strings

OURS = {"_day": Type.DAY, "_account": Type.TEXT, "_loaded_at": Type.INSTANT, "_extra": Type.JSON}


def schema_of(stream: Stream) -> pa.Schema:
    """The columns of the stream's files, in order."""
    return pa.schema([pa.field(name, kind.arrow) for name, kind in {**stream.columns, **OURS}.items()])


class Decoder:
    """Decodes the pages of one stream and account.

    `extra` gathers the names of unknown fields seen so far, `withdrawn` the columns that the vendor no longer answers.
    """

    def __init__(self, stream: Stream, account: Account, loaded_at: datetime, hash_key: SecretStr | None) -> None:
        if hash_key is None and Type.HASHED in stream.columns.values():
            raise NotConfigured(
                "KADRAN_HASH_KEY",
                f"KADRAN_HASH_KEY is not set; {stream.name} holds personal data that is only kept as a keyed hash. "
                "Set it to a long random text and never change it.",
            )
        self.stream, self.account, self.loaded_at = stream, account, loaded_at
        self.schema = schema_of(stream)
        self.extra: set[str] = set()
        self.withdrawn: set[str] = set()
        self._hash_key = hash_key.get_secret_value().encode() if hash_key else b""
        self._opener = Opener(stream)

    def batches(self, pages: Iterable[Page | Withdrawn]) -> Iterator[pa.RecordBatch]:
        """The rows in their order; `_day` is null where the row's day has yet to be told (snapshots)."""
        return map(self._batch, self._opener.open(self._with_rows(pages)))

    def _with_rows(self, pages: Iterable[Page | Withdrawn]) -> Iterator[Page]:
        for page in pages:
            if isinstance(page, Withdrawn):
                self.withdrawn.update(page.columns)
            else:
                yield page

    def _batch(self, opened: Opened) -> pa.RecordBatch:
        count = opened.count
        arrays = {path: self._array(opened, path, kind) for path, kind in self.stream.columns.items()}
        day = self.stream.day
        ours = [
            arrays[day].cast(pa.date32()) if day else pa.nulls(count, pa.date32()),
            repeated(self.account.id, pa.string(), count),
            repeated(self.loaded_at.isoformat(), Type.INSTANT.arrow, count),
            strings(self._unknown(opened.rest)) if opened.rest else pa.nulls(count, pa.string()),
        ]
        return pa.RecordBatch.from_arrays([*arrays.values(), *ours], schema=self.schema)

    def _array(self, opened: Opened, path: str, kind: Type) -> pa.Array:
        try:
            values = opened.values(path)
            if kind is Type.HASHED:
                return strings([self._hash(value) for value in _as_list(values)])
            return to_array(values, kind)
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise Refused(
                f"{self.stream.name}: column {path} is declared {kind.name} but the vendor sent something else "
                f"({error}). Check the vendor's changelog and the declaration."
            ) from None

    def _hash(self, value: Any) -> str | None:
        if value in (None, ""):
            return None
        return hmac.new(self._hash_key, str(value).strip().lower().encode(), hashlib.sha256).hexdigest()

    def _unknown(self, page: Sequence[Row]) -> list[str | None]:
        found = [_surplus(row, self._opener.known) for row in page]
        if not any(found):
            return [None] * len(page)
        for extra in found:
            self.extra.update(extra)
        if self.stream.is_private:  # an unknown field may hold a person's data: only its name is kept
            found = [dict.fromkeys(extra) for extra in found]
        return [orjson.dumps(extra).decode() if extra else None for extra in found]


def to_array(values: Values, kind: Type) -> pa.Array:
    """Values of one column as Arrow. Texts are parsed; an empty text is null but in TEXT columns."""
    if isinstance(values, pa.Array):
        with suppress(pa.ArrowException):
            return _parsed(values, kind)
    values = _as_list(values)
    if kind is Type.JSON:
        return strings([None if value is None else orjson.dumps(value).decode() for value in values])
    if kind is Type.TEXT:
        return _texts(values)
    with suppress(TypeError):
        return _parsed(strings(values, empty_is_null=True), kind)
    with suppress(TypeError, pa.ArrowException):
        return _parsed(numbers(values), kind)
    if any(isinstance(value, str) for value in values):
        return _parsed(_texts([None if value == "" else value for value in values]), kind)
    return pa.array(values).cast(kind.arrow)  # such as 1.0 for a whole number


def _as_list(values: Values) -> Sequence[Any]:
    return values.to_pylist() if isinstance(values, pa.Array) else values


def _texts(values: Sequence[Any]) -> pa.Array:
    try:
        return strings(values)
    except TypeError:
        return strings(
            [each if each is None or isinstance(each, str) else orjson.dumps(each).decode() for each in values]
        )


def _parsed(array: pa.Array, kind: Type) -> pa.Array:
    if pa.types.is_null(array.type):
        return array.cast(kind.arrow)
    if kind is Type.MONEY and pa.types.is_string(array.type):
        # A vendor may print a double with all its digits ("5287.5999999999985"): read whole, then rounded, not cut.
        return pc.round(array.cast(pa.decimal256(76, 38)), 6).cast(kind.arrow)
    if kind is Type.DAY and pa.types.is_string(array.type):
        if pc.max(pc.utf8_length(array)).as_py() == len("20261231"):
            return pc.strptime(array, "%Y%m%d", "s").cast(pa.date32())
        return pc.utf8_slice_codeunits(array, 0, len("2026-12-31")).cast(pa.date32())
    return array.cast(kind.arrow)


def _surplus(row: Any, known: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    surplus = {}
    if not known.keys() >= row.keys():
        surplus = {prefix + name: row[name] for name in row.keys() - known.keys()}
    for name, below in known.items():
        value = row.get(name) if below is not None else None
        if isinstance(value, dict):
            surplus.update(_surplus(value, below, f"{prefix}{name}."))
        elif value:  # something else where an object was declared; PHP's empty object is []
            surplus[prefix + name] = value
    return surplus
