"""Kinds of paging that many vendors share, on top of `pages` of the kernel; and lists that are asked about in parts."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from connectors.errors import Unavailable
from connectors.http import pages

Item = TypeVar("Item")


def by_cursor(name: str, ask: Callable[[dict[str, Any]], Any], following: Callable[[Any], Any]) -> Iterator[Any]:
    """Answers until one gives no cursor to the next. `ask` gets {} first, then {name: cursor}."""
    return pages(lambda cursor: ask({name: cursor} if cursor else {}), "", lambda answer, _: following(answer) or None)


def to_the_end(what: str, ask: Callable[[int], Any], size: Callable[[Any], tuple[int, int]]) -> Iterator[Any]:
    """Answers from offset to offset, until all rows that are announced were read; `size` says (rows, rows in all).

    A list that grows is read to its new end: it must be sorted by what only rises. Raises Unavailable for one that
    shrinks meanwhile, as rows then slip through between offsets.
    """

    def following(answer: Any, cursor: tuple[int, int]) -> tuple[int, int] | None:
        (offset, before), (found, total) = cursor, size(answer)
        read = offset + found
        if total < before or (not found and read < total):
            raise Unavailable(f"{what} shrank while it was read ({read} of {total} rows, {before} before).")
        return (read, total) if read < total else None

    return pages(lambda cursor: ask(cursor[0]), (0, 0), following)


def batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in their order, so many at a time."""
    return (items[first : first + size] for first in range(0, len(items), size))
