"""Intercom's REST API: searches by time of change, lists of teams and tags, the workspace behind a token."""

import time
from collections.abc import Awaitable, Callable
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.company.conversations import TEAMS
from sandbox.faults import Fault
from sandbox.vendors.intercom.records import contact, conversation
from sandbox.vendors.intercom.search import ZONE, Refusal, errors, fits, paged

TOKEN = "dG9rOnNhbmRib3hJbnRlcmNvbVRva2Vu"
ENV = {"INTERCOM_ACCESS_TOKEN": TOKEN, "INTERCOM_CONTACTS": "true"}
DEFAULT = "2.11"
"""The version of an app whose clients ask for none."""
ALLOWED, WINDOW = 1_666, 10.0
"""Requests in so many seconds."""

Answering = Callable[[Request], Awaitable[dict[str, Any]]]


ERRORS = {
    "rate_limited": Fault(
        "status",
        429,
        {"X-RateLimit-Limit": "1666", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"},
        errors("rate_limit_exceeded", "Exceeded rate limit"),
    ),
    "forbidden": Fault("status", 403, body=errors("forbidden", "The app lacks a permission")),
    "broken": Fault("status", 500, body=errors("server_error", "Something went wrong")),
}


def routes(company: Company) -> list[BaseRoute]:
    counted: list[float] = []

    @lru_cache(maxsize=2)
    def known(today: date) -> dict[str, list[dict[str, Any]]]:
        table = company.conversations.sort_values(["updated_at", "conversation_id"])
        rows = list(table.itertuples(index=False))
        return {"conversations": [conversation(row) for row in rows], "data": [contact(row) for row in rows]}

    def guarded(answering: Answering) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            headers = {"intercom-version": request.headers.get("intercom-version", DEFAULT)}
            try:
                headers |= _count(counted)
                _authenticate(request)
                status, body = 200, await answering(request)
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
            return Response(orjson.dumps(body), status, headers, "application/json; charset=utf-8")

        return endpoint

    def search(collection: str, by_day: bool) -> Answering:
        async def answering(request: Request) -> dict[str, Any]:
            asked = orjson.loads(await request.body())
            rows = [row for row in known(company.today)[collection] if fits(row, asked["query"], by_day)]
            kind = "conversation.list" if collection == "conversations" else "list"
            return {"type": kind, "total_count": len(rows), **paged(rows, asked.get("pagination", {}), collection)}

        return answering

    async def me(request: Request) -> dict[str, Any]:
        app = {"type": "app", "id_code": "torr1f3o", "name": company.name, "region": "EU", "timezone": ZONE}
        return {"type": "admin", "id": "5501", "name": "Sandbox Admin", "email": "admin@torrefino.example", "app": app}

    async def teams(request: Request) -> dict[str, Any]:
        listed = [{"type": "team", "id": id_, "name": name, "admin_ids": [5501]} for id_, name in TEAMS.items()]
        return {"type": "team.list", "teams": listed}

    async def tags(request: Request) -> dict[str, Any]:
        return {"type": "list", "data": [{"type": "tag", "id": "8801", "name": "Renewal"}]}

    return [
        Route("/me", guarded(me)),
        Route("/teams", guarded(teams)),
        Route("/tags", guarded(tags)),
        Route("/conversations/search", guarded(search("conversations", by_day=False)), methods=["POST"]),
        Route("/contacts/search", guarded(search("data", by_day=True)), methods=["POST"]),
    ]


def _authenticate(request: Request) -> None:
    if request.headers.get("authorization") != f"Bearer {TOKEN}":
        raise Refusal(401, "unauthorized", "Access Token Invalid")


def _count(counted: list[float]) -> dict[str, str]:
    now = time.time()
    counted[:] = [at for at in counted if at > now - WINDOW] + [now]
    if len(counted) > ALLOWED:
        raise Refusal(429, "rate_limit_exceeded", "Exceeded rate limit")
    left, resets = str(ALLOWED - len(counted)), str(int(counted[0] + WINDOW))
    return {"X-RateLimit-Limit": str(ALLOWED), "X-RateLimit-Remaining": left, "X-RateLimit-Reset": resets}
