"""Mailchimp's Marketing API 3.0 from outside: endpoints, key, errors. What the answers hold is in records.py."""

import base64
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors.mailchimp.answers import answer, collection, problem, problem_document
from sandbox.vendors.mailchimp.records import Records

KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0-us20"
ENV = {"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_MEMBERS": "true"}

WRONG_KEY = "Your API key may be invalid, or you've attempted to access the wrong datacenter."
ERRORS = {
    "rate_limited": Fault(
        "status", 429, body=problem_document(429, "Too Many Requests", "You have exceeded the limit of 10 connections.")
    ),
    "throttled": Fault("status", 403, body="<html><title>Access Denied</title></html>"),
    "throttled_silently": Fault("status", 429, body=""),
    "forbidden": Fault(
        "status", 403, body=problem_document(403, "Forbidden", "You are not permitted to access this resource.")
    ),
    "broken": Fault(
        "status", 500, body=problem_document(500, "Internal Server Error", "An unexpected error occurred.")
    ),
}

Endpoint = Callable[[Request, Records], Response]


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /3.0, for one account."""
    known: dict[date, Records] = {}

    def endpoint(path: str, respond: Endpoint) -> Route:
        async def guarded(request: Request) -> Response:
            if not _is_ours(request.headers.get("authorization", "")):
                return problem(401, "API Key Invalid", WRONG_KEY)
            if company.today not in known:
                known.clear()
                known[company.today] = Records(company)
            return respond(request, known[company.today])

        return Route(f"/3.0{path}", guarded)

    return [
        endpoint("/", lambda request, records: answer(request, records.account)),
        endpoint("/ping", lambda request, records: answer(request, {"health_status": "Everything's Chimpy!"})),
        endpoint("/lists", lambda request, records: collection(request, "lists", records.lists)),
        endpoint("/lists/{list_id}/growth-history", _of_list("history", lambda records: records.growth)),
        endpoint("/lists/{list_id}/activity", _of_list("activity", lambda records: records.activity)),
        endpoint("/lists/{list_id}/members", _of_list("members", lambda records: records.members)),
        endpoint("/campaigns", lambda request, records: collection(request, "campaigns", records.campaigns)),
        endpoint("/reports", lambda request, records: collection(request, "reports", records.reports)),
        endpoint("/reports/{campaign_id}", _report),
        endpoint("/reports/{campaign_id}/click-details", _click_details),
    ]


def _of_list(name: str, rows: Callable[[Records], dict[str, list[dict[str, Any]]]]) -> Endpoint:
    def respond(request: Request, records: Records) -> Response:
        list_id = request.path_params["list_id"]
        found = rows(records).get(list_id)
        return missing() if found is None else collection(request, name, found, list_id=list_id)

    return respond


def _report(request: Request, records: Records) -> Response:
    found = [row for row in records.reports if row["id"] == request.path_params["campaign_id"]]
    return answer(request, found[0]) if found else missing()


def _click_details(request: Request, records: Records) -> Response:
    campaign_id = request.path_params["campaign_id"]
    links = records.links(campaign_id)
    return missing() if links is None else collection(request, "urls_clicked", links, campaign_id=campaign_id)


def missing() -> Response:
    return problem(404, "Resource Not Found", "The requested resource could not be found.")


def _is_ours(authorization: str) -> bool:
    """Any user name with the key as password, or the key as a token."""
    scheme, _, given = authorization.partition(" ")
    try:
        password = base64.b64decode(given).decode().partition(":")[2] if scheme == "Basic" else given
    except ValueError:
        return False
    return scheme in ("Basic", "Bearer") and password == KEY
