"""Zendesk's endpoints: who may ask, and how often."""

import base64
from collections.abc import Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.vendors.zendesk import exports, lists
from sandbox.vendors.zendesk.desk import Desk
from sandbox.vendors.zendesk.errors import NOT_AUTHENTICATED, TOO_MANY, Refusal

EMAIL, API_TOKEN = "admin@torrefino.example", "zEnDeSk0123456789apiToken0123456789abcdef"
ENV = {"ZENDESK_SUBDOMAIN": "torrefino", "ZENDESK_EMAIL": EMAIL, "ZENDESK_API_TOKEN": API_TOKEN}
SIGNED = "Basic " + base64.b64encode(f"{EMAIL}/token:{API_TOKEN}".encode()).decode()
ACCOUNT_LIMIT = 2500
EXPORT_LIMITS = {"incremental-exports": 600, "incremental-exports-cursor": 600}
"""Requests a minute. A real account has 10, 20 or 30 exports; here nobody else waits."""

Answering = Callable[[Desk, Request], Any]


def routes(company: Company) -> list[BaseRoute]:
    """The endpoints of one account; `.json` may end each path or be left away."""
    desk = Desk(company)

    def guarded(answer: Answering, limit: str | None) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            headers: dict[str, str] = {}
            try:
                _authenticate(request)
                headers = _count(desk, limit)
                status, body = 200, await answer(desk, request)
            except Refusal as refusal:
                status, body, headers = refusal.status, refusal.body, {**headers, **refusal.headers}
            return Response(orjson.dumps(body), status, headers, "application/json; charset=utf-8")

        return endpoint

    def both(path: str, answer: Answering, limit: str | None = None) -> list[BaseRoute]:
        return [Route(f"/api/v2/{path}{end}", guarded(answer, limit)) for end in ("", ".json")]

    return [
        *both("account/settings", lists.settings),
        *both("groups", lists.groups),
        *both("users", lists.users),
        *both("satisfaction_ratings", lists.ratings),
        *both("guide/survey_responses", lists.surveys),
        *both("incremental/tickets/cursor", exports.tickets_by_cursor, "incremental-exports-cursor"),
        *both("incremental/tickets", exports.tickets_by_time, "incremental-exports"),
        *both("incremental/ticket_metric_events", exports.metric_events, "incremental-exports"),
    ]


def _authenticate(request: Request) -> None:
    if request.headers.get("Authorization") != SIGNED:
        raise Refusal(401, NOT_AUTHENTICATED)


def _count(desk: Desk, limit: str | None) -> dict[str, str]:
    """Counts a request against the account and, where it has one, the endpoint's own limit; says what is left."""
    left, resets = desk.count("account", ACCOUNT_LIMIT)
    headers = {
        "X-Rate-Limit": str(ACCOUNT_LIMIT),
        "X-Rate-Limit-Remaining": str(max(left, 0)),
        "RateLimit-Limit": str(ACCOUNT_LIMIT),
        "RateLimit-Remaining": str(max(left, 0)),
        "RateLimit-Reset": str(resets),
    }
    if left >= 0 and limit is not None:
        left, resets = desk.count(limit, EXPORT_LIMITS[limit])
        said = f"total={EXPORT_LIMITS[limit]}; remaining={max(left, 0)}; resets={resets}"
        headers[f"Zendesk-RateLimit-{limit.title()}"] = said
    if left < 0:
        raise Refusal(429, TOO_MANY, **{"Retry-After": str(resets)})
    return headers
