"""Reading the account: incremental exports, which have a start but no end, and lists."""

import logging
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.answer import Answer
from connectors.http import pages
from connectors.source import Account, Page, Row, Window
from connectors.sources._days import epochs, utc_day
from connectors.sources._paging import by_cursor
from connectors.sources.zendesk.client import Desk, Missing

log = logging.getLogger(__name__)

LISTED, EXPORTED = 100, 1000
"""The largest page that lists and exports give."""
SLACK = 300
"""Seconds. An event is exported a little after it happened, so the export is read this far past the window."""


def tickets(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    """Tickets whose last change of any kind lies in the window, each with its metrics as `metric_set`.

    The export is cut by `generated_timestamp`, which also moves when the system changes a ticket and `updated_at` does
    not. It is sent in epoch seconds, and kept as the instant that it is.
    """
    since, end = epochs(window)

    def ask(cursor: str) -> Answer:
        place = {"cursor": cursor} if cursor else {"start_time": str(since)}
        asked = {**place, "per_page": str(EXPORTED), "include": "metric_sets"}
        return desk.http.ask("GET", "/api/v2/incremental/tickets/cursor.json", params=asked)

    def following(answer: Answer, _: str) -> str | None:
        generated = [ticket["generated_timestamp"] for ticket in answer.body["tickets"]]
        if answer.body["end_of_stream"] or (generated and min(generated) >= end):
            return None
        _keep_pace(answer)
        cursor: str | None = answer.body["after_cursor"]
        return cursor

    for answer in pages(ask, "", following):
        metrics = {each["ticket_id"]: each for each in answer.body.get("metric_sets", [])}
        yield [
            {
                **ticket,
                "generated_timestamp": datetime.fromtimestamp(ticket["generated_timestamp"], UTC),
                "metric_set": metrics.get(ticket["id"]),
            }
            for ticket in answer.body["tickets"]
            if since <= ticket["generated_timestamp"] < end
        ]


def metric_events(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    """What started, paused, fulfilled or breached a ticket's clocks in the window.

    Pages of this export meet in a second that both hold, so the ids of the page before are left out.
    """
    since, end = epochs(window)
    before: set[int] = set()

    def ask(start: int) -> Answer:
        return desk.http.ask("GET", "/api/v2/incremental/ticket_metric_events.json", params={"start_time": start})

    def following(answer: Answer, _: int) -> int | None:
        body = answer.body
        if body.get("end_of_stream", body["count"] < EXPORTED) or body["end_time"] >= end + SLACK:
            return None
        _keep_pace(answer)
        start: int = body["end_time"]
        return start

    for answer in pages(ask, since, following):
        events = answer.body["ticket_metric_events"]
        yield [each for each in events if each["id"] not in before and utc_day(each["time"]) in window]
        before = {each["id"] for each in events}


def satisfaction_ratings(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    """Ratings given to tickets in the window, by the day when they were created."""
    asked = {"start_time": epochs(window)[0], "score": "received"}
    # Whether start and end mean creation or update is not said: read from the start on, every rating is seen.
    for page in _if_there(listed(desk, "satisfaction_ratings.json", asked)):
        yield [rating for rating in page if utc_day(rating["created_at"]) in window]


def survey_responses(desk: Desk, account: Account, window: Window) -> Iterator[Page]:
    """Answers to the newer surveys in the window, by the day of the first answer: a response has no other date.

    `ratings` are the answers without what people wrote.
    """
    asked = {"filter[created_at_start]": epochs(window)[0]}
    for page in _if_there(listed(desk, "guide/survey_responses", asked)):
        given = [_rated(each) for each in page if each["answers"]]
        yield [each for each in given if utc_day(each["answered_at"]) in window]


def _rated(response: Any) -> dict[str, Any]:
    kept = ("type", "rating", "rating_category", "selections", "created_at", "updated_at")
    ratings = [
        {name: answer[name] for name in kept if name in answer}
        | {"question": {name: answer["question"].get(name) for name in ("id", "alias", "type")}}
        for answer in response["answers"]
    ]
    return {**response, "ratings": ratings, "answered_at": min(each["created_at"] for each in ratings)}


def listed(desk: Desk, path: str, asked: Mapping[str, Any]) -> Iterator[list[Row]]:
    """A list, page by page; it has ended when `has_more` is false, even where it links to a next page."""
    name = path.rpartition("/")[2].removesuffix(".json")

    def ask(place: dict[str, str]) -> Any:
        return desk.http.get(f"/api/v2/{path}", params={**asked, "page[size]": LISTED, **place})

    def following(answer: Any) -> Any:
        return answer["meta"]["after_cursor"] if answer["meta"]["has_more"] else None

    for answer in by_cursor("page[after]", ask, following):
        yield answer[name]


def _if_there(rows: Iterator[list[Row]]) -> Iterator[list[Row]]:
    """An account has one kind of survey or the other; the one that it lacks has no rows."""
    try:
        yield from rows
    except Missing as missing:
        log.info("%s", missing)


def _keep_pace(answer: Answer) -> None:
    """Waits out the minute when its exports are used up: 10, 20 or 30 are allowed, the answer says which."""
    for name, said in answer.headers.items():
        if name.lower().startswith("zendesk-ratelimit-incremental-exports"):
            left = dict(re.findall(r"(\w+)=(\d+)", said))
            if left.get("remaining") == "0":
                time.sleep(float(left.get("resets", 60)))
