"""One fetcher for each shape of Intercom's answers: searches for what changed, and lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.http import Http
from connectors.source import Account, Fetch, Page, Row, Type, Window
from connectors.sources._days import dated, epochs
from connectors.sources._paging import by_cursor

FOUND = 150
"""The largest page of a search."""


@dataclass(frozen=True)
class Intercom:
    """One workspace. `contacts` tells whether its people are loaded one by one."""

    http: Http
    version: str
    contacts: bool = False


def changed(path: str, collection: str, columns: Mapping[str, Type], slack_days: int = 0) -> Fetch:
    """Fetches what changed in a window, oldest change first: what changes meanwhile moves behind the reader.

    A search may compare whole days of the workspace's zone; then `slack_days` more are asked for on both sides.
    """

    def fetch(client: Intercom, account: Account, window: Window) -> Iterator[Page]:
        since, end = epochs(window)
        slack = slack_days * 86_400
        bounds = [
            {"field": "updated_at", "operator": ">", "value": since - slack - (0 if slack else 1)},
            {"field": "updated_at", "operator": "<", "value": end + slack},
        ]
        question = {
            "query": {"operator": "AND", "value": bounds},
            "sort": {"field": "updated_at", "order": "ascending"},
        }

        def ask(place: dict[str, str]) -> Any:
            return client.http.post(path, json={**question, "pagination": {"per_page": FOUND, **place}})

        def following(answer: Any) -> Any:
            return ((answer.get("pages") or {}).get("next") or {}).get("starting_after")

        for answer in by_cursor("starting_after", ask, following):
            yield [_told(row, columns) for row in answer[collection] if since <= row["updated_at"] < end]

    return fetch


def _told(row: Any, columns: Mapping[str, Type]) -> Row:
    """The row with its instants, and the first of its contacts by id."""
    people = (row.get("contacts") or {}).get("contacts") or []
    return dated({**row, "contact_id": people[0]["id"]} if people else row, columns)


def whole(path: str, collection: str) -> Fetch:
    """Fetches a list that has no pages."""

    def fetch(client: Intercom, account: Account, window: Window) -> Iterator[Page]:
        yield client.http.get(path)[collection]

    return fetch
