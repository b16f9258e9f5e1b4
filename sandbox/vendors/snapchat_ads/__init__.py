"""Snapchat's Marketing API v1 from outside: tokens that live shortly, the tree of things, stats, errors."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._social_ads import Platform
from sandbox.vendors.snapchat_ads.stats import Wrong, timeseries
from sandbox.vendors.snapchat_ads.things import Things, listed

CLIENT, SECRET, REFRESH = "5a1d-sandbox-app", "7e57-sandbox-snapchat-secret", "hCgw.sandbox-refresh-token"
ENV = {
    "SNAPCHAT_ADS_CLIENT_ID": CLIENT,
    "SNAPCHAT_ADS_CLIENT_SECRET": SECRET,
    "SNAPCHAT_ADS_REFRESH_TOKEN": REFRESH,
    "SNAPCHAT_ADS_REQUESTS_PER_SECOND": "1000",
}
PATHS = {"SNAPCHAT_ADS_TOKEN_URL": "/login/oauth2/access_token"}
SERVES = 25
"""Requests after which an access token is no longer taken: half an hour, made short."""


def _error(code: str, message: str) -> dict[str, Any]:
    told = {"debug_message": message, "display_message": "We're sorry, but the request failed.", "error_code": code}
    return {"request_status": "ERROR", "request_id": "5ee8e60c00ffsandbox", **told}


def _part(kind: str, status: str = "ERROR") -> dict[str, Any]:
    failed = {"sub_request_status": status, "sub_request_error_reason": "The entity could not be read"}
    return {"request_status": "SUCCESS", "request_id": "5ee8e60c00ffsandbox", kind: [failed]}


LIMIT = {"X-Rate-Limit-Limit": "10", "X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "7"}
ERRORS = {
    "rate_limited": Fault("status", 429, LIMIT, _error("E1010", "Too many requests")),
    "not_authenticated": Fault("status", 401, {}, _error("E3002", "The access token is not valid")),
    "not_permitted": Fault("status", 403, {}, _error("E3003", "The user may not read this entity")),
    "unknown": Fault("status", 404, {}, _error("E1002", "Entity not found")),
    "bad_request": Fault("status", 400, {}, _error("E1008", "Unsupported Stats Query")),
    "field_withdrawn": Fault("status", 400, {}, _error("E1008", "Unsupported Stats Query: unknown field saves")),
    "error_in_200": Fault("status", 200, {}, _error("E1008", "Unsupported Stats Query")),
    "broken": Fault("status", 500, {}, _error("E1001", "Internal error")),
    "campaign_failed": Fault("status", 200, {}, _part("campaigns")),
    "stats_failed": Fault("status", 200, {}, _part("timeseries_stats")),
}

Respond = Callable[[Request], dict[str, Any]]


class Tokens:
    """Access tokens that were handed out, and how often each still serves."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}

    def grant(self) -> str:
        token = f"eyJ.sandbox-access-{len(self._left)}"
        self._left[token] = SERVES
        return token

    def takes(self, authorization: str) -> bool:
        token = authorization.removeprefix("Bearer ")
        self._left[token] = self._left.get(token, 0) - 1
        return self._left[token] >= 0


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /v1, and the token endpoint, which is another host's in truth."""
    platform = Platform(company, "snapchat_ads", "meta_conversions")
    things, tokens = Things(platform), Tokens()

    async def token(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        asked = {"client_id": CLIENT, "client_secret": SECRET, "refresh_token": REFRESH, "grant_type": "refresh_token"}
        if form != asked:
            return _answer({"error": "invalid_grant", "error_description": "The refresh token is not valid"}, 400)
        granted = {"access_token": tokens.grant(), "token_type": "Bearer", "expires_in": 1800}
        return _answer({**granted, "refresh_token": REFRESH, "scope": "snapchat-marketing-api"})

    def endpoint(path: str, respond: Respond) -> Route:
        async def guarded(request: Request) -> Response:
            if not tokens.takes(request.headers.get("Authorization", "")):
                return _answer(ERRORS["not_authenticated"].body, 401)
            try:
                return _answer({"request_status": "SUCCESS", "request_id": "5ee8e60c00ff", **respond(request)})
            except Wrong as error:
                return _answer(_error(error.code, str(error)), error.status)

        return Route(path, guarded)

    def stats(request: Request) -> dict[str, Any]:
        return timeseries(platform, _account(platform, request), dict(request.query_params), company.today)

    def below(request: Request) -> dict[str, Any]:
        kind = str(request.path_params["kind"]).removesuffix("s")
        rows = things.below(_account(platform, request), kind, dict(request.query_params))
        return listed(rows, kind, request)

    return [
        Route("/login/oauth2/access_token", token, methods=["POST"]),
        endpoint("/v1/me/organizations", lambda request: listed(things.organizations, "organization", request)),
        endpoint(
            "/v1/organizations/{organization_id}/adaccounts",
            lambda request: listed(things.accounts, "adaccount", request),
        ),
        endpoint("/v1/adaccounts/{account_id}/stats", stats),
        endpoint("/v1/adaccounts/{account_id}/{kind}", below),
    ]


def _account(platform: Platform, request: Request) -> str:
    account_id: str = request.path_params["account_id"]
    if account_id not in platform.accounts:
        raise Wrong("The user may not read this entity", "E3003", 403)
    return account_id


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
