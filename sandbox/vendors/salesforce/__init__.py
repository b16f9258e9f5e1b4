"""Salesforce from outside: one org's sign-in, queries with their locators, descriptions, limits, errors."""

import base64
import json
import re
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
from sandbox.vendors.salesforce.query import Refusal, select
from sandbox.vendors.salesforce.records import Records

CLIENT, SECRET, REFRESH, USERNAME = "3MVG9torrefino", "shhh4711", "5Aep861torrefino", "integration@torrefino.example"
ENV = {
    "SALESFORCE_DOMAIN": "torrefino.my.salesforce.com",
    "SALESFORCE_CLIENT_ID": CLIENT,
    "SALESFORCE_CLIENT_SECRET": SECRET,
    "SALESFORCE_CURRENCY": "USD",
    "SALESFORCE_MQL_STATUSES": "Working - Contacted",
    "SALESFORCE_SQL_STATUSES": "Qualified",
}
ALLOWED = 15_000
BATCH = 2000
"""Rows of a page; a client may ask for fewer, not for less than 200."""


def _fault(status: int, code: str, message: str) -> Fault:
    return Fault("status", status, body=[{"message": message, "errorCode": code}])


ERRORS = {
    "session_ended": _fault(401, "INVALID_SESSION_ID", "Session expired or invalid"),
    "limit": _fault(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    "metering": _fault(403, "TXN_SECURITY_METERING_ERROR", "The request was blocked by a transaction security policy."),
    "slow_query": _fault(400, "QUERY_TIMEOUT", "Your query request was running for too long."),
    "locked_row": _fault(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"),
    "down": _fault(503, "SERVER_UNAVAILABLE", "Server is down for maintenance"),
    "api_disabled": _fault(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization."),
    "locator_gone": _fault(400, "INVALID_QUERY_LOCATOR", "invalid query locator"),
    "almost_used_up": Fault(
        "status", 200, {"Sforce-Limit-Info": "api-usage=14900/15000"}, {"totalSize": 0, "done": True, "records": []}
    ),
}

Answering = Callable[[Request], Any]


class Org:
    """What the org remembers between requests."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.tokens: set[str] = set()
        self.locators: dict[str, list[Any]] = {}
        self.used = 0
        self._known: dict[date, Records] = {}

    @property
    def records(self) -> Records:
        if self.company.today not in self._known:
            self._known.clear()
            self._known[self.company.today] = Records(self.company)
        return self._known[self.company.today]

    def signed_in(self, form: Any, base_url: str) -> Any:
        """A token for any of the three ways to sign in."""
        wrong = Refusal(400, {"error": "invalid_grant", "error_description": "authentication failure"})
        match form.get("grant_type"):
            case "client_credentials":
                told = form.get("client_id") == CLIENT and form.get("client_secret") == SECRET
            case "refresh_token":
                told = form.get("client_id") == CLIENT and form.get("refresh_token") == REFRESH
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                claims = form.get("assertion", "..").split(".")[1]
                said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)) or "{}")
                told = (said.get("iss"), said.get("sub")) == (CLIENT, USERNAME)
                told = told and said.get("aud") == "https://login.salesforce.com"
            case _:
                raise Refusal(400, {"error": "unsupported_grant_type", "error_description": "grant type not supported"})
        if not told:
            raise wrong
        token = f"00D5e!AQ{len(self.tokens):06d}"
        self.tokens.add(token)
        return {"access_token": token, "instance_url": base_url, "token_type": "Bearer", "scope": "api"}

    def authenticate(self, request: Request) -> None:
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise Refusal(401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}])

    def page(self, request: Request, rows: list[Any], start: int, locator: str) -> Any:
        asked = re.search(r"batchSize=(\d+)", request.headers.get("sforce-query-options", ""))
        size = max(200, min(BATCH, int(asked.group(1)))) if asked else BATCH
        end = start + size
        body = {"totalSize": len(rows), "done": end >= len(rows), "records": rows[start:end]}
        version = request.path_params["version"]
        more = {} if end >= len(rows) else {"nextRecordsUrl": f"/services/data/{version}/query/{locator}-{end}"}
        return body | more

    def queried(self, request: Request, *, deleted: bool) -> Any:
        rows = select(self.records, request.query_params.get("q", ""), deleted=deleted)
        locator = f"0r8xx5R2sM3DgW{len(self.locators):04d}"
        self.locators[locator] = rows
        return self.page(request, rows, 0, locator)

    def continued(self, request: Request) -> Any:
        locator, _, start = request.path_params["locator"].rpartition("-")
        if locator not in self.locators:
            raise Refusal(400, [{"errorCode": "INVALID_QUERY_LOCATOR", "message": "invalid query locator"}])
        return self.page(request, self.locators[locator], int(start), locator)

    def described(self, request: Request) -> Any:
        name = request.path_params["name"]
        if name not in self.records.fields:
            raise Refusal(404, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}])
        return {"name": name, "fields": [{"name": each, "type": "string"} for each in self.records.fields[name]]}


def routes(company: Company) -> list[BaseRoute]:
    """The sign-in, and the data API in any version."""
    org = Org(company)

    def route(path: str, answering: Answering) -> Route:
        async def guarded(request: Request) -> Response:
            org.used += 1
            headers = {"Sforce-Limit-Info": f"api-usage={min(org.used, 900)}/{ALLOWED}"}
            try:
                org.authenticate(request)
                status, body = 200, answering(request)
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
            return Response(orjson.dumps(body), status, headers, "application/json;charset=UTF-8")

        return Route(f"/services/data/{{version}}{path}", guarded)

    async def token(request: Request) -> Response:
        try:
            # The instance lies where the request came in, below the mount.
            base_url = str(request.url).partition("/services/")[0]
            status, body = 200, org.signed_in(dict(parse_qsl((await request.body()).decode())), base_url)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        return Response(orjson.dumps(body), status, media_type="application/json;charset=UTF-8")

    return [
        Route("/services/oauth2/token", token, methods=["POST"]),
        route("/query", lambda request: org.queried(request, deleted=False)),
        route("/queryAll", lambda request: org.queried(request, deleted=True)),
        route("/query/{locator}", org.continued),
        route(
            "/sobjects", lambda _: {"encoding": "UTF-8", "sobjects": [{"name": each} for each in org.records.fields]}
        ),
        route("/sobjects/{name}/describe", org.described),
        route("/limits", lambda _: {"DailyApiRequests": {"Max": ALLOWED, "Remaining": ALLOWED - org.used}}),
    ]
