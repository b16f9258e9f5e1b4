"""Going on without the names (metrics, fields) that a vendor no longer knows: its refusal names them."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from connectors.errors import Refused
from connectors.source import Row, Withdrawn

log = logging.getLogger(__name__)

Told = TypeVar("Told")


class BadQuestion(Refused):
    """The vendor cannot answer the question as it is put."""


def answered(ask: Callable[[list[str]], Told], names: Sequence[str], gone: set[str]) -> Told:
    """The answer to a question about the names. Those that a refusal names are `gone` from then on."""
    while True:
        left = [name for name in names if name not in gone]
        try:
            return ask(left)
        except BadQuestion as fault:
            named = mentioned(str(fault), left)
            if not named or named == set(left):
                raise
            log.warning("Asked again without %s: %s", ", ".join(sorted(named)), fault)
            gone |= named


def mentioned(text: str, names: Sequence[str]) -> set[str]:
    """Which of the names stand in a text as words of their own, or at the end of a path that is none of them."""
    told = set(re.findall(r"\w[\w.]*\w|\w", text))
    ends = {path.rpartition(".")[2] for path in told.difference(names)}
    return (told | ends) & set(names)


def paged(
    ask: Callable[[Sequence[str]], Iterator[list[Row]]], names: Sequence[str], gone: set[str], below: str = ""
) -> Iterator[list[Row] | Withdrawn]:
    """The same for an answer in pages, of which the first is refused or none; then what is gone, for the load to tell.

    `below` is the object that holds the names in a row.
    """

    def begun(left: Sequence[str]) -> Iterator[list[Row]]:
        pages = ask(left)
        return chain([next(pages, [])], pages)

    yield from answered(begun, names, gone)
    yield from withdrawn(gone, names, below)


def withdrawn(gone: set[str], names: Sequence[str], below: str = "") -> Iterator[Withdrawn]:
    """Those of the names that are gone, as columns; nothing where all are known."""
    if lost := [below + name for name in names if name in gone]:
        yield Withdrawn(*lost)
