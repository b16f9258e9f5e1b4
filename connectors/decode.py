"""Pages of a vendor's rows -> Arrow batches with the stream's schema. Nothing is filtered, renamed or converted.

Every batch has four columns of ours behind the vendor's: `_day`, `_account`, `_loaded_at` and `_extra` (JSON of the
fields that the declaration does not know, null when there are none).
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import SecretStr

from connectors.errors import NotConfigured, Refused
from connectors.pages import Opener, Values
from connectors.source import Account, Page, Row, Stream, Type

OURS = {"_day": Type.DAY, "_account": Type.TEXT, "_loaded_at": Type.INSTANT, "_extra": Type.JSON}


def schema_of(stream: Stream) -> pa.Schema:
    """The columns of the stream's files, in order."""
    return pa.schema([pa.field(name, kind.arrow) for name, kind in {**stream.columns, **OURS}.items()])


class Decoder:
    """Decodes the pages of one stream and account. `extra` gathers the names of unknown fields seen so far."""

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
        self._hash_key = hash_key.get_secret_value().encode() if hash_key else b""
        self._opener = Opener(stream)

    def batch(self, page: Page) -> pa.RecordBatch:
        """One page as a batch; `_day` is null where the row's day has yet to be told (snapshots)."""
        opened = self._opener.open(page)
        count = opened.count
        arrays = [self._array(path, opened.values(path), kind) for path, kind in self.stream.columns.items()]
        day = arrays[list(self.stream.columns).index(self.stream.day)] if self.stream.day else None
        arrays += [
            day.cast(pa.date32()) if day is not None else pa.nulls(count, pa.date32()),
            pa.repeat(self.account.id, count),
            pa.repeat(pa.scalar(self.loaded_at, Type.INSTANT.arrow), count),
            pa.array(self._unknown(opened.rest), pa.string()) if opened.rest else pa.nulls(count, pa.string()),
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _array(self, path: str, values: Values, kind: Type) -> pa.Array:
        try:
            if kind is Type.HASHED:
                texts = values.to_pylist() if isinstance(values, pa.Array) else values
                return pa.array([self._hash(text) for text in texts], pa.string())
            return to_array(values, kind)
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise Refused(
                f"{self.stream.name}: column {path} is declared {kind.name} but the vendor sent something else "
                f"({error}). Check the vendor's changelog and the declaration."
            ) from None

    def _hash(self, value: Any) -> str | None:
        if value in (None, ""):
            return None
        return hmac.new(self._hash_key, str(value).strip().lower().encode(), hashlib.sha256).hexdigest()

    def _unknown(self, page: list[Row]) -> list[str | None]:
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
    if kind is Type.JSON:
        if isinstance(values, pa.Array):
            return values.cast(pa.string())
        return pa.array([None if value is None else orjson.dumps(value).decode() for value in values], pa.string())
    if kind is Type.TEXT:
        try:
            return pa.array(values, pa.string())
        except pa.ArrowException:
            return pa.array([_as_text(value) for value in values], pa.string())
    try:
        return pa.array(values, kind.arrow)
    except pa.ArrowException:
        return _parsed(_inferred([None if value == "" else value for value in values]), kind)


def _inferred(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except pa.ArrowException:  # numbers and their texts in one column
        return pa.array([_as_text(value) for value in values], pa.string())


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


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return orjson.dumps(value).decode()


def _surplus(row: Any, known: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    surplus = {}
    if not known.keys() >= row.keys():
        surplus = {prefix + name: row[name] for name in row.keys() - known.keys()}
    for name, below in known.items():
        if below is not None and isinstance(value := row.get(name), dict):
            surplus.update(_surplus(value, below, f"{prefix}{name}."))
    return surplus
