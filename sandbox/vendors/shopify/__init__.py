"""Shopify's Admin API from outside: the endpoint, tokens, versions, and the budget of cost points."""

import time
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors.shopify.execute import executed
from sandbox.vendors.shopify.plan import Mistaken, cost, planned
from sandbox.vendors.shopify.records import SCOPES, Records

TOKEN = "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"
CLIENT_ID, CLIENT_SECRET = "5f0c1d2e3a4b5f0c1d2e3a4b5f0c1d2e", "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"
"""An app that fetches its token with the client-credentials grant."""
NARROW_TOKEN = "shpat_0000000000000000000000000000aaaa"
"""The same shop's token of an app that was not granted read_all_orders."""
GRANTED = {TOKEN: SCOPES, NARROW_TOKEN: tuple(scope for scope in SCOPES if scope != "read_all_orders")}
ENV = {"SHOPIFY_ACCESS_TOKENS": f"torrefino={TOKEN}"}

VERSIONS = ("2026-01", "2026-04", "2026-07", "2026-10", "2027-01", "unstable")
MOST_POINTS = 1000
RESTORE_RATE, BUCKET = 1000, 20_000
HASTE = 50
"""The bucket fills this many times faster than it says, so that nobody waits for a simulated shop."""
REFUSED_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"


def _error(message: str, code: str, **more: Any) -> dict[str, Any]:
    return {"message": message, "extensions": {"code": code, **more}}


def _budget(requested: int, actual: int | None, available: float) -> dict[str, Any]:
    status = {"maximumAvailable": BUCKET, "currentlyAvailable": int(available), "restoreRate": RESTORE_RATE}
    return {"cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": status}}


_PROTECTED = "https://shopify.dev/docs/apps/launch/protected-customer-data"
_DENIED = f"This app is not approved to access the Order object. See {_PROTECTED} for more details."
_INTERNAL = "Internal error. Looks like something went wrong on our end. Request ID: 5f0c"
ERRORS = {
    "throttled": Fault(
        "status", 200, body={"errors": [_error("Throttled", "THROTTLED")], "extensions": _budget(900, None, 400)}
    ),
    "access_denied": Fault(
        "status",
        200,
        body={
            "errors": [_error(_DENIED, "ACCESS_DENIED", documentation=_PROTECTED) | {"path": ["orders"]}],
            "data": None,
        },
    ),
    "internal": Fault(
        "status",
        200,
        headers={"x-request-id": "5f0c"},
        body={"errors": [_error(_INTERNAL, "INTERNAL_SERVER_ERROR", requestId="5f0c")]},
    ),
    "rate_limited": Fault(
        "status", 429, headers={"Retry-After": "2.0"}, body={"errors": "Exceeded 2 calls per second."}
    ),
    "rejected": Fault("status", 430, body=""),
    "frozen": Fault("status", 402, body={"errors": "Unavailable Shop"}),
    "expired_token": Fault("status", 401, body={"errors": REFUSED_TOKEN}),
    "forbidden": Fault("status", 403, body={"errors": "[API] This action requires merchant approval for read_orders."}),
    "no_such_shop": Fault("status", 404, body={"errors": "Not Found"}),
    "locked": Fault("status", 423, body={"errors": "Locked"}),
}


class Bucket:
    """Cost points that flow back with time, one bucket for each token."""

    def __init__(self) -> None:
        self._left, self._since = float(BUCKET), time.monotonic()

    def left(self) -> float:
        now = time.monotonic()
        self._left = min(BUCKET, self._left + (now - self._since) * RESTORE_RATE * HASTE)
        self._since = now
        return self._left

    def take(self, points: int) -> None:
        self._left -= points


def routes(company: Company) -> list[BaseRoute]:
    """The GraphQL endpoint of one shop, and where its apps fetch tokens."""
    known: dict[date, Records] = {}
    buckets = {token: Bucket() for token in GRANTED}

    async def graphql(request: Request) -> Response:
        version = request.path_params["version"]
        token = request.headers.get("x-shopify-access-token", "")
        if token not in GRANTED:
            return _answer({"errors": REFUSED_TOKEN}, version, status=401)
        if company.today not in known:
            known.clear()
            known[company.today] = Records(company)
        records, asked = known[company.today], await request.json()
        try:
            plan = planned(asked.get("query", ""))
            variables = plan.variables(asked.get("variables") or {})
            points, left = cost(plan.picks, variables), buckets[token].left()
            if points > MOST_POINTS:
                told = f"Query cost is {points}, which exceeds the single query max cost limit ({MOST_POINTS})."
                error = _error(told, "MAX_COST_EXCEEDED", cost=points, maxCost=MOST_POINTS)
                return _answer({"errors": [error], "extensions": _budget(points, None, left)}, version)
            if points > left:
                throttled = {"errors": [_error("Throttled", "THROTTLED")], "extensions": _budget(points, None, left)}
                return _answer(throttled, version)
            data = executed(plan.picks, variables, lambda name, given: records.root(name, given, GRANTED[token]))
        except Mistaken as mistaken:
            return _answer({"errors": mistaken.errors}, version)
        buckets[token].take(points)
        body = {"data": data, "extensions": _budget(points, points, left - points)}
        return _answer(body, version, deprecated=", ".join(plan.deprecated))

    async def access_token(request: Request) -> Response:
        given = dict(parse_qsl((await request.body()).decode()))
        if given != {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "client_credentials"}:
            return Response(orjson.dumps({"error": "invalid_client"}), 401, media_type="application/json")
        granted = {"access_token": TOKEN, "scope": ",".join(SCOPES), "expires_in": 86_399}
        return Response(orjson.dumps(granted), media_type="application/json")

    return [
        Route("/admin/api/{version}/graphql.json", graphql, methods=["POST"]),
        Route("/admin/oauth/access_token", access_token, methods=["POST"]),
    ]


def _answer(body: dict[str, Any], version: str, status: int = 200, deprecated: str = "") -> Response:
    """An expired version is answered as the oldest that is still served."""
    headers = {"x-shopify-api-version": version if version in VERSIONS else VERSIONS[0]}
    if version not in VERSIONS:
        headers["x-shopify-api-version-warning"] = "https://shopify.dev/concepts/about-apis/versioning"
    if deprecated:
        headers["x-shopify-api-deprecated-reason"] = deprecated
    return Response(orjson.dumps(body), status, headers, media_type="application/json; charset=utf-8")
