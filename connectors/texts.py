"""Columns of text as Arrow arrays, built from joined bytes: JSON values as msgspec cuts them out of a page, or strings.

pyarrow's own conversion of Python lists makes every value a Python object first, and imports pandas: 37 MiB that a
process which only loads has no use for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from connectors.source import Type

NULL = msgspec.Raw(b"null")
_BARE = frozenset({Type.INTEGER, Type.NUMBER, Type.MONEY, Type.BOOLEAN})
"""Types whose texts are the same with and without JSON's quotes."""
_Numbers: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


@dataclass(frozen=True)
class JsonTexts:
    """The values of a column as the vendor wrote them, in JSON. An absent value is `NULL`."""

    raws: Sequence[msgspec.Raw]

    def whole(self) -> pa.Array:
        """Each value as compact JSON; JSON's null is null."""
        pieces: Sequence[Any] = self.raws
        longest = max(pieces, key=len)
        if len(_compact(longest)) < len(longest):  # a vendor prints all of a page for people, or nothing
            pieces = [_compact(piece) for piece in pieces]
        data, offsets = _joined(pieces)
        return _array(data, offsets, _firsts(data, offsets) != ord("n")).cast(pa.string())

    def plain(self, kind: Type) -> pa.Array | None:
        """The values' texts without quotes; an empty text is null but in TEXT columns.

        None where a value has to be read first: one with escapes, a number among texts, an object.
        """
        data, offsets = _joined(self.raws)
        firsts = _firsts(data, offsets)
        is_null, is_quoted = firsts == ord("n"), firsts == ord('"')
        if (is_quoted | is_null).all():
            if b"\\" in data:
                return None
            if kind is not Type.TEXT:
                is_null |= np.diff(offsets) == len('""')
            return pc.binary_slice(_array(data, offsets, ~is_null), 1, -1).cast(pa.string())
        if kind in _BARE and not is_quoted.any():
            return _array(data, offsets, ~is_null).cast(pa.string())
        return None

    def values(self) -> list[Any]:
        """The values as Python objects."""
        found: list[Any] = orjson.loads(b"[" + b",".join(self.raws) + b"]")
        return found


def strings(values: Sequence[str | None]) -> pa.Array:
    """Python's strings as Arrow."""
    is_there = np.fromiter((value is not None for value in values), np.bool_, len(values))
    data, offsets = _joined([value.encode() if value else b"" for value in values])
    return _array(data, offsets, is_there).cast(pa.string())


def repeated(text: str, kind: pa.DataType, count: int) -> pa.Array:
    """One value, told by its text, in every row."""
    return pa.repeat(strings([text]).cast(kind)[0], count)


def _compact(piece: msgspec.Raw) -> bytes:
    return msgspec.json.format(bytes(piece), indent=-1)


def _joined(pieces: Sequence[Any]) -> tuple[bytes, _Numbers]:
    offsets = np.zeros(len(pieces) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, pieces), np.int32, len(pieces)), out=offsets[1:])
    return b"".join(pieces), offsets


def _firsts(data: bytes, offsets: _Numbers) -> _Numbers:
    return np.frombuffer(data, np.uint8)[offsets[:-1]]


def _array(data: bytes, offsets: _Numbers, is_there: _Numbers) -> pa.Array:
    validity = None if is_there.all() else pa.py_buffer(np.packbits(is_there, bitorder="little"))
    return pa.Array.from_buffers(pa.binary(), len(is_there), [validity, pa.py_buffer(offsets), pa.py_buffer(data)])
