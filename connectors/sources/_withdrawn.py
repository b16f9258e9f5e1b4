"""Going on without the metrics that a vendor withdrew: its refusal names them."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence

from connectors.errors import Refused
from connectors.source import Row, Withdrawn

log = logging.getLogger(__name__)


class BadQuestion(Refused):
    """The vendor cannot answer the question as it is put."""


def without_withdrawn(
    ask: Callable[[Sequence[str]], Iterator[list[Row]]], metrics: Sequence[str], below: str = ""
) -> Iterator[list[Row] | Withdrawn]:
    """The pages that answer a question about the metrics; it is put again without those that a refusal names.

    `below` is the object that holds the metrics in a row.
    """
    gone: list[str] = []
    while True:
        left = [name for name in metrics if name not in gone]
        pages = ask(left)
        try:
            first = next(pages, [])
        except BadQuestion as fault:
            named = [name for name in left if re.search(rf"\b{name}\b", str(fault))]
            if not named or named == left:
                raise
            log.warning("Asked again without %s: %s", ", ".join(named), fault)
            gone += named
            continue
        yield Withdrawn(*(below + name for name in gone))
        yield first
        yield from pages
        return
