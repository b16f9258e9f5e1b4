"""Columns of values as Arrow arrays of their texts: joined in one piece, and cut where a separator stands.

pyarrow's own conversion of Python lists is no faster and imports pandas: 37 MiB that a process which only loads has no
use for.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
import numpy as np
import orjson
import pyarrow as pa

NULL = msgspec.Raw(b"null")
_Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]


def json_texts(raws: Sequence[msgspec.Raw]) -> pa.Array:
    """JSON as the vendor wrote it, without line breaks and indents; JSON's null is null."""
    if raws[0] is NULL and raws.count(NULL) == len(raws):
        return pa.nulls(len(raws), pa.string())
    longest = max(raws, key=len)
    pieces: Sequence[Any] = raws
    if len(_compact(longest)) < len(longest):  # a vendor prints all of a page for people, or nothing
        pieces = [_compact(raw) for raw in raws]
    data, offsets = _joined(pieces)
    is_null = np.frombuffer(data, np.uint8)[offsets[:-1]] == ord("n")
    return _array(data, offsets, ~is_null).cast(pa.string())


def strings(values: Sequence[str | None], *, empty_is_null: bool = False) -> pa.Array:
    """Python's strings. Raises TypeError when there is anything else among them."""
    is_there = None
    try:
        data = "\0".join(values).encode()  # type: ignore[arg-type]
    except TypeError:
        data = "\0".join(["" if value is None else value for value in values]).encode()
        is_there = np.fromiter((value is not None for value in values), np.bool_, len(values))
    offsets = _cut(data, b"\0", len(values))
    if offsets is None:
        data, offsets = _joined([(value or "").encode() for value in values])
    else:
        data = data.replace(b"\0", b"")
    if empty_is_null:
        is_there = np.diff(offsets) > 0
    return _array(data, offsets, is_there).view(pa.string())


def numbers(values: Sequence[Any]) -> pa.Array:
    """The JSON texts of numbers and booleans. Raises TypeError when there is anything else among them."""
    data = orjson.dumps(values)[1:-1]
    offsets = _cut(data, b",", len(values))
    if offsets is None:
        raise TypeError("neither numbers nor booleans")
    data = data.replace(b",", b"")
    is_null = np.frombuffer(data, np.uint8)[offsets[:-1]] == ord("n")
    return _array(data, offsets, ~is_null).view(pa.string())


def repeated(text: str, kind: pa.DataType, count: int) -> pa.Array:
    """One value, told by its text, in every row."""
    return pa.repeat(strings([text]).cast(kind)[0], count)


def _cut(data: bytes, separator: bytes, count: int) -> _Numbers | None:
    """Where each of `count` texts begins and the last one ends, once the separators are gone.

    None where a separator is part of a text.
    """
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(separator))
    if len(ends) != count - 1:
        return None
    offsets = np.zeros(count + 1, np.int32)
    offsets[1:-1] = ends - np.arange(count - 1)
    offsets[-1] = len(data) - (count - 1)
    return offsets


def _joined(pieces: Sequence[Any]) -> tuple[bytes, _Numbers]:
    offsets = np.zeros(len(pieces) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, pieces), np.int32, len(pieces)), out=offsets[1:])
    return b"".join(pieces), offsets


def _compact(raw: msgspec.Raw) -> bytes:
    return msgspec.json.format(bytes(raw), indent=-1)


def _array(data: bytes, offsets: _Numbers, is_there: _Numbers | None) -> pa.Array:
    validity = None if is_there is None else pa.py_buffer(np.packbits(is_there, bitorder="little"))
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, [validity, pa.py_buffer(offsets), pa.py_buffer(data)])
