"""Stripe's API from outside: keys, lists from the newest on, single objects, events of the last 30 days, errors."""

import base64
from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors.stripe.answers import Refusal, error, expanded, listed
from sandbox.vendors.stripe.records import Records

KEY = "rk_live_torrefino"
ENV = {"STRIPE_API_KEYS": f"torrefino={KEY}", "STRIPE_REQUESTS_PER_SECOND": "1000"}


def _fault(status: int, kind: str, code: str | None, message: str, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("status", status, {"request-id": "req_7Kq2", **named}, error(kind, code, message))


LACKING = "The provided key 'rk_live_*' does not have the required permissions for this endpoint."
ERRORS = {
    "rate_limited": _fault(
        429, "invalid_request_error", "rate_limit", "Too many requests.", Stripe_Rate_Limited_Reason="endpoint-rate"
    ),
    "locked": _fault(429, "invalid_request_error", "lock_timeout", "This object cannot be accessed right now."),
    "conflict": _fault(409, "idempotency_error", None, "There is a concurrent request.", Stripe_Should_Retry="true"),
    "broken": _fault(500, "api_error", None, "An unknown error occurred."),
    "broken_for_good": _fault(500, "api_error", None, "An unknown error occurred.", Stripe_Should_Retry="false"),
    "forbidden": _fault(403, "invalid_request_error", None, f"{LACKING} Having 'rak_charge_read' would allow it."),
    "expired_key": _fault(401, "invalid_request_error", "api_key_expired", "Expired API Key provided: rk_live_*"),
    "unknown_version": _fault(400, "invalid_request_error", None, "Invalid Stripe API version: 1999-01-01"),
}
COLLECTIONS = (
    "customers",
    "charges",
    "refunds",
    "disputes",
    "invoices",
    "invoice_payments",
    "subscriptions",
    "subscription_items",
    "balance_transactions",
    "events",
)

Answering = Callable[[Request, Records], Any]


def routes(company: Company) -> list[BaseRoute]:
    """Everything under /v1, for one account."""
    known: dict[date, Records] = {}

    def route(path: str, answering: Answering) -> Route:
        async def guarded(request: Request) -> Response:
            if company.today not in known:
                known.clear()
                known[company.today] = Records(company)
            try:
                _authenticate(request)
                status, body = 200, answering(request, known[company.today])
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
            version = request.headers.get("stripe-version", "2026-10-28.endive")
            headers = {"request-id": "req_7Kq2", "stripe-version": version}
            return Response(orjson.dumps(body), status, headers, "application/json")

        return Route(f"/v1{path}", guarded)

    return [
        route("/account", lambda request, records: records.account),
        route("/invoices/{id}/lines", _lines),
        *(route(f"/{name}", _of(name)) for name in COLLECTIONS),
        *(route(f"/{name}/{{id}}", _one(name)) for name in COLLECTIONS),
    ]


def _of(name: str) -> Answering:
    return lambda request, records: listed(request, getattr(records, name), f"/v1/{name}")


def _one(name: str) -> Answering:
    def answering(request: Request, records: Records) -> Any:
        return expanded(request, _found(records, name, request.path_params["id"]))

    return answering


def _lines(request: Request, records: Records) -> Any:
    invoice = _found(records, "invoices", request.path_params["id"])
    return listed(request, invoice["lines"], f"/v1/invoices/{invoice['id']}/lines")


def _found(records: Records, name: str, identity: str) -> Any:
    found = records.by_id(name).get(identity)
    if found is None:
        raise Refusal(404, "invalid_request_error", "resource_missing", f"No such {name[:-1]}: '{identity}'")
    return found


def _authenticate(request: Request) -> None:
    """The key as a token, or as the user name of basic authentication."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        key = base64.b64decode(given).decode().partition(":")[0] if scheme == "Basic" else given
    except ValueError:
        key = ""
    if key != KEY:
        raise Refusal(401, "invalid_request_error", None, "Invalid API Key provided: rk_live_****")
    if request.headers.get("stripe-account"):
        raise Refusal(400, "invalid_request_error", None, "Only Stripe Connect platforms can work with other accounts.")
