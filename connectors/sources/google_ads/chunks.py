"""Cuts a searchStream answer, one JSON array that may be too large to hold, into its chunks as the bytes arrive.

Nothing here relies on how Google prints the array: numpy finds where the outermost braces close. An incremental JSON
parser would take longer for this than all else that is done with the rows.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from connectors.errors import Unavailable

_QUOTE, _OPEN, _CLOSE = b'"{}'
_DEPTH = np.zeros(256, np.int8)
_DEPTH[_OPEN], _DEPTH[_CLOSE] = 1, -1
_ESCAPED = re.compile(rb"\\.", re.DOTALL)


def chunks(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The objects of a top-level JSON array, unparsed. Raises Unavailable when the array does not come whole."""
    before, text = b"[", b""
    for text, ends_an_object in _pieces(blocks):
        if not (ends_an_object and text.startswith(before)):
            break
        yield text[1:]
        before = b","
    if b"".join(text.split()) != (b"[]" if before == b"[" else b"]"):
        raise Unavailable("The searchStream answer is not one whole JSON array: it was cut, or never was one.")


def _pieces(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each object with what stands before it (True), and at last what stands behind them all (False)."""
    parts: list[bytes] = []
    depth, quoted, half_escape = 0, 0, b""
    for block in blocks:
        text = half_escape + block
        plain = _ESCAPED.sub(b"__", text) if b"\\" in text else text
        half_escape = b"\\" if plain.endswith(b"\\") else b""
        text = text.removesuffix(half_escape)
        ends, depth, quoted = _ends(plain, depth, quoted)
        start = 0
        for end in ends:
            yield b"".join([*parts, text[start : end + 1]]).lstrip(), True
            parts, start = [], end + 1
        parts.append(text[start:])
    yield b"".join(parts), False


def _ends(plain: bytes, depth: int, quoted: int) -> tuple[list[int], int, int]:
    """Where outermost braces close in a block without escapes, and the depth and open quote (0 or 1) that it leaves."""
    text = np.frombuffer(plain, np.uint8)
    marks = np.flatnonzero((text == _QUOTE) | (text == _OPEN) | (text == _CLOSE))
    steps = _DEPTH[text[marks]]
    quotes = np.cumsum(steps == 0, dtype=np.int32) + quoted
    steps[quotes & 1 == 1] = 0
    depths = np.cumsum(steps, dtype=np.int32) + depth
    if len(marks):
        depth, quoted = int(depths[-1]), int(quotes[-1]) & 1
    return marks[(depths == 0) & (steps == -1)].tolist(), depth, quoted
