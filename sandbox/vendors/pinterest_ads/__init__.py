"""Pinterest's API v5 from outside: tokens, lists, analytics at once and in the background, errors."""

import base64
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._social_ads import Platform
from sandbox.vendors.pinterest_ads.analytics import Wrong, by_entity, flat
from sandbox.vendors.pinterest_ads.jobs import Jobs
from sandbox.vendors.pinterest_ads.things import Things, page

APP, SECRET, REFRESH = "1500001", "0d0c-sandbox-pinterest-secret", "pinr.sandbox-refresh-token"
ACCESS = "pina.sandbox-access-token"
ENV = {
    "PINTEREST_ADS_APP_ID": APP,
    "PINTEREST_ADS_APP_SECRET": SECRET,
    "PINTEREST_ADS_REFRESH_TOKEN": REFRESH,
    "PINTEREST_ADS_REQUESTS_PER_SECOND": "1000",
    "PINTEREST_ADS_POLL_SECONDS": "0.01",  # reports are ready on the second look
}
LIMITS = {
    "x-ratelimit-limit": '100, 100;w=1;name="safety_net_app_id_user_id", 1000;w=60;name="ads_read_app_id_user_id"',
    "x-ratelimit-remaining": "99",
    "x-ratelimit-reset": "1",
}


def _fault(status: int, code: int, message: str, **headers: str) -> Fault:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("status", status, told, {"code": code, "message": message})


def _job(status: str) -> Fault:
    return Fault("status", 200, {}, {"report_status": status, "url": None, "size": None})


TOO_MANY = "You have exceeded your rate limit. Try again later."
ERRORS = {
    "rate_limited": _fault(429, 8, TOO_MANY, x_ratelimit_remaining="0", x_ratelimit_reset="1, 1;w=1, 42;w=60"),
    "rate_limited_in_400": _fault(400, 1, "Too many analytics requests. Retry after 37 seconds."),
    "bad_parameter": _fault(400, 1, "Invalid columns."),
    "column_withdrawn": _fault(400, 1, "Invalid columns: SAVE."),
    "not_authenticated": _fault(401, 2, "Authentication failed."),
    "not_authorized": _fault(403, 3, "Authorization failed."),
    "unknown_account": _fault(404, 7, "Ad account not found."),
    "broken": _fault(500, 12, "Something went wrong on our end."),
    "job_failed": _job("FAILED"),
    "job_expired": _job("EXPIRED"),
    "job_gone": _job("DOES_NOT_EXIST"),
    "job_cancelled": _job("CANCELLED"),
    "job_running": _job("IN_PROGRESS"),
    "link_expired": Fault("status", 403, {}, "<Error><Code>AccessDenied</Code></Error>"),
    "not_ready": Fault("status", 200, {}, {"conversion_metrics_ready": False, "non_conversion_metrics_ready": True}),
}

Respond = Callable[[Request], Any]


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /v5, and the files of finished reports beside it."""
    platform = Platform(company, "pinterest_ads", "meta_conversions")
    things, jobs = Things(platform), Jobs()

    def ready(request: Request) -> Any:
        is_over = date.fromisoformat(request.query_params["date"]) < company.today
        return {"conversion_metrics_ready": is_over, "non_conversion_metrics_ready": is_over}

    def listed(request: Request) -> Any:
        kind = request.path_params["kind"]
        return page(things.listed(_account(request), kind, request.query_params), request.query_params)

    def analytics(request: Request) -> Any:
        asked = dict(request.query_params)
        level = {"campaigns": "CAMPAIGN", "ad_groups": "AD_GROUP", "ads": "PIN_PROMOTION"}[request.path_params["kind"]]
        return flat(platform, _account(request), level, asked, company.today)

    def look(request: Request) -> Any:
        folder = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}/files/"
        return jobs.look(request.query_params["token"], folder)

    def _account(request: Request) -> str:
        account_id: str = request.path_params["account_id"]
        if account_id not in platform.accounts:
            raise Wrong("Ad account not found.", 404, 7)
        return account_id

    async def order(request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {ACCESS}":
            return _answer(ERRORS["not_authenticated"].body, 401)
        try:
            rows = by_entity(platform, _account(request), orjson.loads(await request.body()), company.today)
        except Wrong as error:
            return _answer({"code": error.code, "message": str(error)}, error.status)
        return _answer(jobs.order(rows))

    async def file(request: Request) -> Response:
        """The link alone opens it, as it is signed; a token of ours would be refused there."""
        if "Authorization" in request.headers:
            return Response("<Error><Code>InvalidArgument</Code></Error>", 400)
        found = jobs.file(request.path_params["name"])
        return Response(found or b"<Error><Code>AccessDenied</Code></Error>", 200 if found else 403)

    return [
        Route("/v5/oauth/token", _token, methods=["POST"]),
        _endpoint("/v5/ad_accounts", lambda request: page(things.accounts, request.query_params)),
        _endpoint("/v5/resources/metrics_ready_state", ready),
        Route("/v5/ad_accounts/{account_id}/reports", order, methods=["POST"]),
        _endpoint("/v5/ad_accounts/{account_id}/reports", look),
        _endpoint("/v5/ad_accounts/{account_id}/{kind}", listed),
        _endpoint("/v5/ad_accounts/{account_id}/{kind}/analytics", analytics),
        Route("/files/{name}", file),
    ]


def _endpoint(path: str, respond: Respond) -> Route:
    async def guarded(request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {ACCESS}":
            return _answer(ERRORS["not_authenticated"].body, 401)
        try:
            return _answer(respond(request))
        except Wrong as error:
            return _answer({"code": error.code, "message": str(error)}, error.status)

    return Route(path, guarded)


async def _token(request: Request) -> Response:
    """The app proves itself by HTTP Basic, the user's consent by the refresh token; each use brings a younger one."""
    form = dict(parse_qsl((await request.body()).decode()))
    basic = base64.b64encode(f"{APP}:{SECRET}".encode()).decode()
    used = form.get("refresh_token", "")
    if request.headers.get("Authorization") != f"Basic {basic}" or not used.startswith(REFRESH):
        return _answer({"code": 283, "message": "Your refresh token is invalid or expired."}, 401)
    granted = {"access_token": ACCESS, "token_type": "bearer", "expires_in": 2592000, "scope": "ads:read"}
    younger = {"refresh_token": f"{used}.younger", "refresh_token_expires_in": 60 * 86_400}
    return _answer({**granted, **younger, "response_type": "refresh_token"})


def _answer(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, LIMITS, "application/json")


__all__ = ["ENV", "ERRORS", "routes"]
