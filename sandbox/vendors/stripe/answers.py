"""The form of Stripe's answers: lists and the lists inside objects, what is expanded, error bodies."""

from typing import Any

from starlette.requests import Request

Row = dict[str, Any]

INSIDE = 10
"""A list inside an object is cut after so many."""
MOST = 100


def error(kind: str, code: str | None, message: str) -> Row:
    body = {"type": kind, "message": message, "doc_url": "https://stripe.com/docs/error-codes"}
    return {"error": {**body, **({"code": code} if code else {})}}


class Refusal(Exception):
    """A request that is not answered: its status and error body."""

    def __init__(self, status: int, kind: str, code: str | None, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, error(kind, code, message)


def listed(request: Request, rows: list[Row], url: str) -> Row:
    """A page, the newest first. Rows that are lists' members of an object (lines) keep their order."""
    asked = request.query_params
    limit = int(asked.get("limit", 10))
    if not 1 <= limit <= MOST:
        raise Refusal(400, "invalid_request_error", None, f"This value must be at most {MOST}: limit")
    for bound, passes in {"created[gte]": int.__ge__, "created[gt]": int.__gt__, "created[lt]": int.__lt__}.items():
        if bound in asked:
            rows = [row for row in rows if passes(row["created"], int(asked[bound]))]
    for name in ("customer", "subscription", "invoice"):
        if name in asked:
            rows = [row for row in rows if row.get(name) == asked[name]]
    if url == "/v1/subscriptions" and (status := asked.get("status")) != "all":
        rows = [row for row in rows if (row["status"] == status if status else row["status"] != "canceled")]
    if types := asked.getlist("types[]") or [value for name, value in asked.multi_items() if name.startswith("types[")]:
        if len(types) > 20:
            raise Refusal(400, "invalid_request_error", None, "You may pass at most 20 types.")
        rows = [row for row in rows if row["type"] in types]
    start = 0
    if after := asked.get("starting_after"):
        places = {row["id"]: place for place, row in enumerate(rows)}
        if after not in places:
            raise Refusal(400, "invalid_request_error", "resource_missing", f"No such object: '{after}'")
        start = places[after] + 1
    page = rows[start : start + limit]
    body = {"object": "list", "url": url, "has_more": start + limit < len(rows)}
    return body | {"data": [expanded(request, row, "data.") for row in page]}


def expanded(request: Request, row: Row, prefix: str = "") -> Row:
    """The object as it is sent: what may be expanded is an id, or absent, unless it was asked for."""
    wanted = [value.removeprefix(prefix) for name, value in request.query_params.multi_items() if "expand[" in name]
    shown = dict(row)
    if row["object"] == "invoice":
        shown["lines"] = inside(row["lines"], f"/v1/invoices/{row['id']}/lines")
        payments = inside(shown.pop("payments"), f"/v1/invoice_payments?invoice={row['id']}")
        shown |= {"payments": payments} if "payments" in wanted else {}
    if row["object"] == "subscription":
        shown["items"] = inside(row["items"], f"/v1/subscription_items?subscription={row['id']}")
        shown["discounts"] = [_discount(each, wanted) for each in row["discounts"]]
    return shown


def _discount(discount: Row, wanted: list[str]) -> Any:
    if not any(each.startswith("discounts") for each in wanted):
        return discount["id"]
    coupon = discount["source"]["coupon"]
    shown = coupon if "discounts.source.coupon" in wanted else coupon["id"]
    return {**discount, "source": {**discount["source"], "coupon": shown}}


def inside(rows: list[Row], url: str) -> Row:
    return {"object": "list", "data": rows[:INSIDE], "has_more": len(rows) > INSIDE, "url": url}
