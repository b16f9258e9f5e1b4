"""Semrush from outside: the old API with its key in the query, units and text errors, and the backlinks of the new one.

What the reports hold is in reports.py, campaigns are in tracking.py.
"""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.company.rankings import COMPETITORS
from sandbox.faults import Fault
from sandbox.vendors.semrush import reports, tracking

KEY, KEY_V4 = "5e3f0a1b2c4d6e8f9a7b5c3d1e0f2a4b", "v4-9a8b7c6d5e4f3a2b"
ENV = {
    "SEMRUSH_API_KEY": KEY,
    "SEMRUSH_API_KEY_V4": KEY_V4,
    "SEMRUSH_DOMAINS": Company.domain.removeprefix("www."),
    "SEMRUSH_COMPETITORS": ",".join(COMPETITORS),
    "SEMRUSH_DATABASES": "de,uk",
    "SEMRUSH_CAMPAIGN_IDS": tracking.CAMPAIGN,
    "SEMRUSH_KEYWORDS": "12",
    "SEMRUSH_TRAFFIC": "true",
    "SEMRUSH_REQUESTS_PER_SECOND": "1000",
}
PATHS = {"SEMRUSH_UNITS_URL": "/users/countapiunits.html"}
UNITS = 950_000


def envelope(status: int, message: str, retryable: bool) -> dict[str, Any]:
    """How the new API fails."""
    meta = {"success": False, "status_code": status, "request_id": "a29952029c10a47e5876d86256e59455"}
    return {"meta": meta, "error": {"code": status, "message": message, "retryable": retryable, "details": {}}}


ERRORS = {
    "nothing_found": Fault("status", 200, body="ERROR 50 :: NOTHING FOUND"),
    "limit_exceeded": Fault("status", 200, body="ERROR 50 :: LIMIT EXCEEDED"),
    "too_fast": Fault("status", 200, body="ERROR 30 :: LIMIT EXCEEDED"),
    "wrong_key": Fault("status", 200, body="ERROR 120 :: WRONG KEY - ID PAIR"),
    "no_units": Fault("status", 200, body="ERROR 132 :: API UNITS BALANCE IS ZERO"),
    "not_in_plan": Fault("status", 200, body="ERROR 130 :: API DISABLED"),
    "wrong_request": Fault("status", 200, body='ERROR 44 :: MANDATORY PARAMETER "domain" NOT SET OR EMPTY'),
    "internal": Fault("status", 200, body="ERROR 500 :: INTERNAL SERVER ERROR\n"),
    "v4_forbidden": Fault("status", 403, body=envelope(403, "Forbidden", False)),
    "v4_too_many": Fault("status", 429, body=envelope(429, "Too Many Requests", True)),
    "v4_conflict": Fault("status", 409, body=envelope(409, "Conflict", True)),
}

Table = tuple[list[dict[str, Any]], int]
"""Rows by column code, and the price of each in units (negative: of the request)."""


def routes(company: Company) -> list[BaseRoute]:
    """One account with a balance of units."""
    units = [UNITS]

    def text(request: Request, make: Callable[[], Table]) -> Response:
        asked = request.query_params
        if asked.get("key") != KEY:
            return PlainTextResponse("ERROR 120 :: WRONG KEY - ID PAIR")
        if units[0] <= 0:
            return PlainTextResponse("ERROR 132 :: API UNITS BALANCE IS ZERO")
        rows, price = make()
        offset = int(asked.get("display_offset", 0))
        rows = rows[offset : int(asked.get("display_limit", 0)) or 10_000]
        if price > 0:
            rows = rows[: units[0] // price]
        units[0] -= price * len(rows) if price > 0 else -price
        if not rows:
            return PlainTextResponse("ERROR 50 :: NOTHING FOUND")
        return PlainTextResponse(reports.csv_text(rows, asked), media_type="text/csv")

    def report(request: Request) -> Callable[[], Table]:
        return lambda: reports.REPORTS[request.query_params["type"]](company, request.query_params)

    async def seo(request: Request) -> Response:
        if request.query_params.get("type") not in reports.REPORTS:
            return PlainTextResponse('ERROR 40 :: MANDATORY PARAMETER "type" NOT SET OR EMPTY')
        return text(request, report(request))

    async def trends(request: Request) -> Response:
        make = reports.TRENDS.get(request.path_params["report"])
        if make is None:
            return PlainTextResponse("Not Found", 404)
        return text(request, lambda: (make(company, request.query_params), -1))

    async def balance(request: Request) -> Response:
        if request.query_params.get("key") != KEY:
            return PlainTextResponse("ERROR 120 :: WRONG KEY - ID PAIR")
        return PlainTextResponse(f"{units[0]:,}\n")

    async def campaign(request: Request) -> Response:
        if request.query_params.get("key") != KEY:
            return PlainTextResponse("ERROR 120 :: WRONG KEY - ID PAIR")
        if request.path_params["campaign_id"] != tracking.CAMPAIGN:
            return JSONResponse({"error": {"code": 404, "message": "Campaign not found"}}, 404)
        return JSONResponse(tracking.positions(company, request.query_params))

    async def new(request: Request) -> Response:
        if request.headers.get("authorization") != f"Apikey {KEY_V4}":
            return JSONResponse(envelope(401, "Unauthorized", False), 401)
        make = reports.V4.get(request.path_params["report"])
        if make is None:
            return JSONResponse(envelope(501, "Not implemented", False), 501)
        meta = {"success": True, "status_code": 200, "request_id": "5f1d"}
        return JSONResponse({"meta": meta, "data": make(company, request.query_params)})

    return [
        Route("/", seo),
        Route("/analytics/v1/", seo),
        Route("/analytics/ta/api/v3/{report}", trends),
        Route("/users/countapiunits.html", balance),
        Route("/reports/v1/projects/{campaign_id}/tracking/", campaign),
        Route("/apis/v4/backlinks/v1/{report}", new),
    ]
