"""Incremental exports: from a moment to the present, page by page, by cursor or by time."""

import base64
from typing import Any

import numpy as np
from starlette.requests import Request

from sandbox.vendors.zendesk.desk import Desk
from sandbox.vendors.zendesk.errors import TOO_RECENT, Refusal
from sandbox.vendors.zendesk.events import shown
from sandbox.vendors.zendesk.tickets import Export, epoch

EXPORTED = 1000


async def tickets_by_cursor(desk: Desk, request: Request) -> Any:
    """Tickets with a cursor to go on from; asked again at the end of the stream it has none to give."""
    asked, found = request.query_params, desk.table("tickets")
    start = _place(found, asked["cursor"]) if "cursor" in asked else _since(desk, request, found.generated)
    end = min(start + min(int(asked.get("per_page", EXPORTED)), EXPORTED), len(found.tickets))
    cursor = _cursor(found, end - 1) if end > start else None
    url = request.url.remove_query_params("start_time").include_query_params(cursor=cursor)
    return {
        **_page(request, found, start, end),
        "after_url": str(url) if cursor else None,
        "after_cursor": cursor,
        "before_url": None,
        "before_cursor": None,
        "end_of_stream": end == len(found.tickets),
    }


async def tickets_by_time(desk: Desk, request: Request) -> Any:
    """The older form of the same export."""
    found = desk.table("tickets")
    start = _since(desk, request, found.generated)
    end = min(start + EXPORTED, len(found.tickets))
    return {**_page(request, found, start, end), **_by_time(request, found.generated, start, end)}


async def metric_events(desk: Desk, request: Request) -> Any:
    """What happened to the tickets' clocks; only by time."""
    found = desk.table("events")
    happened = epoch(found["time"])
    start = _since(desk, request, happened)
    end = min(start + EXPORTED, len(found))
    return {"ticket_metric_events": shown(found.iloc[start:end]), **_by_time(request, happened, start, end)}


def _since(desk: Desk, request: Request, moments: Any) -> int:
    since = int(request.query_params["start_time"])
    if since > desk.now - 60:
        raise Refusal(422, TOO_RECENT)
    return int(np.searchsorted(moments, since))


def _page(request: Request, found: Export, start: int, end: int) -> dict[str, Any]:
    page: dict[str, Any] = {"tickets": found.tickets[start:end]}
    if "metric_sets" in request.query_params.get("include", "").split(","):
        page["metric_sets"] = [each for each in found.metrics[start:end] if each is not None]
    return page


def _by_time(request: Request, moments: Any, start: int, end: int) -> dict[str, Any]:
    """The next page starts in the second of this one's last row, which then comes twice."""
    end_time = int(moments[end - 1]) if end > start else int(request.query_params["start_time"])
    following = str(request.url.include_query_params(start_time=end_time))
    return {"count": end - start, "end_of_stream": end == len(moments), "end_time": end_time, "next_page": following}


def _cursor(found: Export, place: int) -> str:
    return base64.b64encode(f"{found.generated[place]}.0||{found.tickets[place]['id']}|".encode()).decode()


def _place(found: Export, cursor: str) -> int:
    """The place after the ticket that a cursor names, which may have moved since."""
    moment, _, identity = base64.b64decode(cursor).decode().rstrip("|").partition(".0||")
    place = int(np.searchsorted(found.generated, int(moment)))
    while place < len(found.tickets) and (found.generated[place], found.tickets[place]["id"]) <= (
        int(moment),
        int(identity),
    ):
        place += 1
    return place
