"""One fetcher for each shape of Intercom's answers: searches for what changed, and lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from connectors.http import Http, pages
from connectors.source import Account, Fetch, Page, Type, Window

FOUND = 150
"""The largest page of a search."""


@dataclass(frozen=True)
class Intercom:
    """One workspace. `contacts` tells whether its people are loaded one by one."""

    http: Http
    version: str
    contacts: bool = False


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def changed(path: str, collection: str, columns: Mapping[str, Type], slack_days: int = 0) -> Fetch:
    """Fetches what changed in a window, oldest change first: what changes meanwhile moves behind the reader.

    A search may compare whole days of the workspace's zone; then `slack_days` more are asked for on both sides.
    """

    def fetch(client: Intercom, account: Account, window: Window) -> Iterator[Page]:
        since, end = _epoch(window.since), _epoch(window.until + timedelta(days=1))
        slack = slack_days * 86_400
        bounds = [
            {"field": "updated_at", "operator": ">", "value": since - slack - (0 if slack else 1)},
            {"field": "updated_at", "operator": "<", "value": end + slack},
        ]
        question = {
            "query": {"operator": "AND", "value": bounds},
            "sort": {"field": "updated_at", "order": "ascending"},
        }

        def ask(cursor: str) -> Any:
            place = {"per_page": FOUND, **({"starting_after": cursor} if cursor else {})}
            return client.http.post(path, json={**question, "pagination": place})

        def following(answer: Any, _: str) -> str | None:
            cursor: str | None = ((answer.get("pages") or {}).get("next") or {}).get("starting_after")
            return cursor

        for answer in pages(ask, "", following):
            yield [_dated(row, columns) for row in answer[collection] if since <= row["updated_at"] < end]

    return fetch


def _dated(row: Any, columns: Mapping[str, Type]) -> Any:
    """The row with its epoch seconds as the instants that they are, and the first of its contacts by id."""
    for path, kind in columns.items():
        *above, name = path.split(".")
        place = row
        for part in above:
            place = (place or {}).get(part)
        if kind is Type.INSTANT and isinstance((place or {}).get(name), int):
            place[name] = datetime.fromtimestamp(place[name], UTC)
    people = (row.get("contacts") or {}).get("contacts") or []
    return {**row, "contact_id": people[0]["id"]} if people else row


def whole(path: str, collection: str) -> Fetch:
    """Fetches a list that has no pages."""

    def fetch(client: Intercom, account: Account, window: Window) -> Iterator[Page]:
        yield client.http.get(path)[collection]

    return fetch
