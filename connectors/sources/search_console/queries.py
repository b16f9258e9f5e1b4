"""Reading search analytics: page after page until nothing comes, day by day where Google would cut a table off.

Nothing here knows which tables there are: those are in streams.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from connectors.errors import Refused, Unavailable
from connectors.http import pages
from connectors.source import Account, Page, Window
from connectors.sources.search_console.client import SearchConsole, address

MOST_ROWS = 50_000
"""What Google gives for one day, search type and site; the rest is never told."""
NOT_FOR = {"query": {"discover", "googleNews"}, "device": {"discover"}}
"""Dimensions that a search type does not have."""
UNRANKED = {"discover", "googleNews"}
"""Surfaces without a results page: there is no aggregation by property to ask for."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Query:
    """A table of search analytics, grouped by `date` and other dimensions, counted by property or by page."""

    dimensions: Sequence[str]
    counted: str = "byProperty"

    def __call__(self, client: SearchConsole, account: Account, window: Window) -> Iterator[Page]:
        """The rows of all search types that the settings name and the dimensions allow."""
        for kind in client.search_types:
            if not any(kind in NOT_FOR.get(dimension, ()) for dimension in self.dimensions):
                yield from _complete(client, account.id, self._body(kind), window)

    def _body(self, kind: str) -> dict[str, Any]:
        ranked = kind not in UNRANKED
        # Grouped by page, only `auto` is answered; it then counts by page.
        asked = self.counted if ranked and self.counted == "byProperty" else "auto"
        return {"type": kind, "dimensions": list(self.dimensions), "aggregationType": asked}


def appearances(client: SearchConsole, account: Account, window: Window) -> Iterator[Page]:
    """Clicks by search appearance: it stands with no other dimension, so each value is asked for as a filter."""
    for kind in client.search_types:
        listing = {"type": kind, "dimensions": ["searchAppearance"], "aggregationType": "auto"}
        found = [row["searchAppearance"] for page in _pages(client, account.id, listing, window) for row in page]
        for value in found:
            only = [{"filters": [{"dimension": "searchAppearance", "operator": "equals", "expression": value}]}]
            daily = {**listing, "dimensions": ["date"], "dimensionFilterGroups": only}
            for page in _complete(client, account.id, daily, window):
                yield [{**row, "searchAppearance": value} for row in page]


def site(client: SearchConsole, account: Account, window: Window) -> Iterator[Page]:
    yield [client.http.get(address(account.id))]


def sitemaps(client: SearchConsole, account: Account, window: Window) -> Iterator[Page]:
    yield client.http.get(f"{address(account.id)}/sitemaps").get("sitemap", [])


def _complete(client: SearchConsole, name: str, body: Mapping[str, Any], window: Window) -> Iterator[Rows]:
    """All rows of a window, asked for at once while that is certain to be whole, else by single days.

    A day that reaches Google's limit is marked: it holds the rows with the most clicks, and others are missing.
    """
    answers = _pages(client, name, body, window)
    held: list[Rows] = []
    for page in answers:
        held.append(page)
        if sum(map(len, held)) >= MOST_ROWS:
            break
    else:
        yield from held
        return
    if len(window) > 1:
        for day in window:
            yield from _complete(client, name, body, Window(day, day))
        return
    for page in chain(held, answers):
        yield [{**row, "reachedRowLimit": True} for row in page]


def _pages(client: SearchConsole, name: str, body: Mapping[str, Any], window: Window) -> Iterator[Rows]:
    request = {
        **body,
        "startDate": str(window.since),
        "endDate": str(window.until),
        "dataState": "all",
        "rowLimit": client.page_rows,
    }
    dimensions, seen = body["dimensions"], set[int]()

    def following(answer: Any, start: int) -> int | None:
        rows = answer.get("rows")
        return start + len(rows) if rows else None

    for answer in pages(lambda start: client.query(name, {**request, "startRow": start}), 0, following):
        _check_aggregation(answer, body)
        shared = _shared(answer, body["type"])
        page = [_row(row, dimensions, shared) for row in answer.get("rows", ())]
        for row in page:
            key = hash(tuple(row[dimension] for dimension in dimensions))
            if key in seen:
                raise Unavailable(f"{name}: rows moved between pages while Google was counting; read them again.")
            seen.add(key)
        if page:
            yield page


def _row(row: Mapping[str, Any], dimensions: Sequence[str], shared: Mapping[str, Any]) -> dict[str, Any]:
    measures = {name: value for name, value in row.items() if name != "keys"}
    return {**dict(zip(dimensions, row["keys"], strict=True)), **measures, **shared}


def _shared(answer: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What an answer says of all its rows. Older texts of Google's spell the metadata in snake case."""
    told = {name: value for name, value in answer.items() if name != "rows"}
    metadata = dict(told.get("metadata") or {})
    if "first_incomplete_date" in metadata:
        metadata["firstIncompleteDate"] = metadata.pop("first_incomplete_date")
    return {**told, "metadata": metadata, "type": kind, "reachedRowLimit": False}


def _check_aggregation(answer: Mapping[str, Any], body: Mapping[str, Any]) -> None:
    """Impressions by page and by property are different numbers: they never meet in one table."""
    asked, told = body["aggregationType"], answer.get("responseAggregationType")
    if asked != "auto" and told and _spelled(told) != _spelled(asked):
        raise Refused(f"Google counted {told} where {asked} was asked for.")


def _spelled(aggregation: str) -> str:
    return aggregation.replace("_", "").lower()
