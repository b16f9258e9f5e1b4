"""TikTok's Business API v1.3 from outside: paths, token, the envelope that is 200 whatever happened, quota."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._social_ads import Platform
from sandbox.vendors.tiktok_ads.reports import Wrong, report
from sandbox.vendors.tiktok_ads.things import ads, advertisers, campaigns, groups

TOKEN = "act.sandbox-tiktok-token-0001"
ADVERTISER = "7012345678901234567"
ENV = {
    "TIKTOK_ADS_ACCESS_TOKEN": TOKEN,
    "TIKTOK_ADS_ADVERTISER_IDS": ADVERTISER,
    "TIKTOK_ADS_REQUESTS_PER_SECOND": "1000",
}
A_SECOND = 200
"""Requests that an application may make: more than the real tiers allow, so that tests need not wait."""


def _said(code: int, message: str, **data: Any) -> dict[str, Any]:
    return {"code": code, "message": message, "request_id": "20261126020000SANDBOX0000000000001", "data": data}


def _fault(code: int, message: str) -> Fault:
    return Fault("status", 200, body=_said(code, message))


SCOPE = "Permission error: The access token lacks the required scope for endpoint '/report/integrated/get/'."
ERRORS = {
    "rate_limited": _fault(40100, "Requests made too frequently."),
    "frequency_limited": _fault(40132, "Requests made too frequently."),
    "no_scope": _fault(40001, SCOPE),
    "bad_parameter": _fault(40002, "start_date: Invalid date."),
    "metric_withdrawn": _fault(40002, "metrics: Invalid metric(s) ['clicks_on_music_disc', 'follows']."),
    "token_expired": _fault(40102, "Access token has expired."),
    "no_token": _fault(40104, "Access token is null, you should set it in http header with key Access-Token."),
    "token_revoked": _fault(40105, "Access token is incorrect or has been revoked."),
    "concurrent": _fault(40202, "Concurrent writes."),
    "internal": _fault(40700, "Internal service error."),
    "system_error": _fault(50000, "System error."),
    "slow_recovery": _fault(50002, "Service error."),
    "upstream": _fault(51010, "Internal service timeout."),
    "maintenance": _fault(60001, "API service is undergoing maintenance."),
    "partly": _fault(20001, "Partially succeeded."),
}

Answer = Callable[[Platform, dict[str, str]], dict[str, Any]]
ENDPOINTS: dict[str, Answer] = {
    "advertiser/info": advertisers,
    "campaign/get": campaigns,
    "adgroup/get": groups,
    "ad/get": ads,
    "report/integrated/get": report,
}


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /open_api/v1.3; a path without its slash does not exist."""
    platform = Platform(company, "tiktok_ads", "meta_conversions")
    recent: deque[float] = deque(maxlen=A_SECOND)

    def endpoint(path: str, answer: Answer) -> Route:
        async def guarded(request: Request) -> Response:
            return Response(orjson.dumps(_respond(request, answer)), media_type="application/json")

        return Route(f"/open_api/v1.3/{path}/", guarded)

    def _respond(request: Request, answer: Answer) -> dict[str, Any]:
        token = request.headers.get("Access-Token")
        if token != TOKEN:
            return dict(ERRORS["token_revoked" if token else "no_token"].body)
        recent.append(time.monotonic())
        if len(recent) == A_SECOND and recent[-1] - recent[0] < 1:
            return dict(ERRORS["rate_limited"].body)
        try:
            return _said(0, "OK", **answer(platform, dict(request.query_params)))
        except Wrong as error:
            return _said(error.code, str(error))

    return [endpoint(path, answer) for path, answer in ENDPOINTS.items()]
