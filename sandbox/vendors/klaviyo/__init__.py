"""Klaviyo's API from outside: key, revision, quotas, errors. What the answers hold is in records.py and reports.py."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors.klaviyo import records, reports
from sandbox.vendors.klaviyo.answers import Wrong, document, error, errors, page

KEY = "pk_0f1e2d3c4b5a69788796a5b4c3d2e1f0aa"
ENV = {"KLAVIYO_API_KEY": KEY, "KLAVIYO_REQUESTS_PER_SECOND": "1000"}
SERVED = ("2026-04-15", "2026-07-15")
REPORTS_A_DAY = 225

SCOPE = "The API key is missing required scopes: campaigns:read"
ERRORS = {
    "throttled": Fault(
        "status",
        429,
        headers={"Retry-After": "0", "ratelimit-limit": "10, 10;w=1, 150;w=60", "ratelimit-remaining": "0"},
        body=errors(429, "throttled", "Request was throttled.", "Expected available in 0 seconds."),
    ),
    "quota_used_up": Fault(
        "status",
        429,
        headers={"Retry-After": "30", "ratelimit-remaining-daily": "0", "ratelimit-reset-daily": "41000"},
        body=errors(429, "throttled", "Request was throttled.", "Expected available in 41000 seconds."),
    ),
    "forbidden": Fault("status", 403, body=errors(403, "permission_denied", "Permission denied.", SCOPE)),
    "retired": Fault("status", 410, body=errors(410, "gone", "Gone.", "This revision is no longer supported.")),
    "gone": Fault("status", 404, body=errors(404, "not_found", "Not found.", "The resource does not exist.")),
    "broken": Fault("status", 503, body=errors(503, "error", "A server error occurred.", "Service unavailable.")),
}

Endpoint = Callable[[Request, Company, Any], Response]


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /api, for one account."""
    spent: Counter[date] = Counter()

    def endpoint(path: str, respond: Endpoint, method: str = "GET") -> Route:
        async def guarded(request: Request) -> Response:
            if request.headers.get("authorization") != f"Klaviyo-API-Key {KEY}":
                return error(401, "authentication_failed", "Incorrect authentication credentials.", "Unknown API key.")
            revision = request.headers.get("revision")
            if not revision:
                return error(400, "invalid", "Invalid input.", "A revision header is required.")
            body = orjson.loads(await request.body() or b"{}") if method == "POST" else None
            try:
                answer = respond(request, company, body)
            except Wrong as wrong:
                answer = error(400, "invalid", "Invalid input.", str(wrong), wrong.pointer)
            # Retired revisions fall forward, and only this header tells it.
            answer.headers["x-klaviyo-api-revision"] = revision if revision in SERVED else SERVED[-1]
            return answer

        return Route(f"/api/{path}", guarded, methods=[method])

    def counted(report: Callable[[Company, Any], Any]) -> Endpoint:
        def respond(request: Request, company: Company, body: Any) -> Response:
            left = REPORTS_A_DAY - spent[company.today]
            headers = {"ratelimit-limit": f"1, 1;w=1, 2;w=60, {REPORTS_A_DAY};w=86400", "ratelimit-remaining": "0"}
            headers |= {"ratelimit-remaining-daily": str(max(left - 1, 0)), "ratelimit-reset-daily": "43200"}
            if left <= 0:
                answer = error(429, "throttled", "Request was throttled.", "Expected available in 43200 seconds.")
            else:
                spent[company.today] += 1
                answer = document(request, report(company, body))
            answer.headers.update(headers)
            return answer

        return respond

    return [
        endpoint("accounts", lambda request, company, _: page(request, [records.account(company)])),
        endpoint("campaigns", _campaigns),
        endpoint("flows", lambda request, company, _: page(request, records.flows(company))),
        endpoint("lists", lambda request, company, _: page(request, records.lists())),
        endpoint("segments", lambda request, company, _: page(request, records.segments())),
        endpoint("metrics", lambda request, company, _: page(request, records.metrics())),
        endpoint("campaign-values-reports", counted(reports.campaign_values), "POST"),
        endpoint("flow-series-reports", counted(reports.flow_series), "POST"),
        endpoint(
            "metric-aggregates",
            lambda request, company, body: document(request, reports.aggregates(company, body)),
            "POST",
        ),
    ]


def _campaigns(request: Request, company: Company, _: Any) -> Response:
    """The channel must be named; without a word about archived campaigns there are none."""
    wanted = request.query_params.get("filter", "")
    if "equals(messages.channel,'email')" not in wanted:
        raise Wrong("A channel filter is required to list campaigns.", "filter")
    archived = "equals(archived,true)" in wanted
    found = [each for each in records.campaigns(company) if each["attributes"]["archived"] is archived]
    if fields := request.query_params.get("fields[campaign]"):
        chosen = fields.split(",")
        found = [{**each, "attributes": {name: each["attributes"][name] for name in chosen}} for each in found]
    return page(request, found, records.message if request.query_params.get("include") else None)


def _aggregates(request: Request, company: Company, body: Any) -> Response:
    return document(request, reports.aggregates(company, body))
