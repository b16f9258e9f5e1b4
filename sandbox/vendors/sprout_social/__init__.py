"""Sprout Social's public API from outside: tokens, filters in words, pages by number and by mark, errors.

What it knows of the company's profiles is in records.py.
"""

import base64
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors.sprout_social.records import GROUP, TOPIC, Records, Row

TOKEN, CLIENT_ID, CLIENT_SECRET = "sprout-token-5d3f9a", "sprout-app", "sprout-app-secret"
GRANTED = "sprout-jwt-1"
CUSTOMER = 42
ENV = {
    "SPROUT_SOCIAL_CUSTOMER_IDS": str(CUSTOMER),
    "SPROUT_SOCIAL_TOKEN": TOKEN,
    "SPROUT_SOCIAL_TOPIC_IDS": TOPIC,
    "SPROUT_SOCIAL_TIME_ZONE": Company.time_zone,
    "SPROUT_SOCIAL_REQUESTS_PER_MINUTE": "60000",
}
PATHS = {"SPROUT_SOCIAL_TOKEN_URL": "/oauth2/84e39c75/v1/token"}
MOST_POSTS = 10_000
HEADERS = {"X-Sprout-Request-ID": "3f0c9a51", "X-Sprout-API-Version": "1.0.0", "X-Sprout-Server-Version": "71"}

ERRORS = {
    "bad_metric": Fault("status", 400, body={"error": "bad metric"}),
    "not_ready": Fault("status", 202, body={"error": "try again later"}),
    "wrong_token": Fault("status", 401, HEADERS, {"error": "Unauthorized"}),
    "not_permitted": Fault("status", 403, body={"error": "Forbidden"}),
    "missing": Fault("status", 404, body={"error": "Not found"}),
    "too_fast": Fault("status", 429, body={"error": "Rate limit exceeded"}),
    "overloaded": Fault("status", 503, body={"error": "Service unavailable"}),
}


def routes(company: Company) -> list[BaseRoute]:
    """One customer with four profiles."""
    known: dict[date, Records] = {}

    def endpoint(path: str, respond: Callable[[Records, Row], Any], method: str = "POST") -> Route:
        async def guarded(request: Request) -> Response:
            if request.headers.get("authorization") not in (f"Bearer {TOKEN}", f"Bearer {GRANTED}"):
                return _error(401, "Unauthorized")
            if method == "POST" and request.headers.get("content-type") != "application/json":
                return _error(415, "Unsupported Media Type")
            if request.path_params.get("customer") not in (None, CUSTOMER):
                return _error(403, "Forbidden")
            if company.today not in known:
                known.clear()
                known[company.today] = Records(company)
            body = await request.json() if method == "POST" else {}
            try:
                return JSONResponse(respond(known[company.today], body), headers=HEADERS)
            except ValueError as wrong:
                return _error(400, str(wrong))

        return Route(path, guarded, methods=[method])

    return [
        Route("/oauth2/84e39c75/v1/token", _token, methods=["POST"]),
        endpoint("/v1/metadata/client", lambda records, body: {"data": [{"customer_id": CUSTOMER}]}, "GET"),
        endpoint("/v1/{customer:int}/metadata/customer", lambda records, body: {"data": records.profiles}, "GET"),
        endpoint("/v1/{customer:int}/analytics/profiles", _profiles),
        endpoint("/v1/{customer:int}/analytics/posts", _posts),
        endpoint("/v1/{customer:int}/messages", _messages),
        endpoint(f"/v1/{{customer:int}}/listening/topics/{TOPIC}/metrics", _listening),
    ]


async def _token(request: Request) -> Response:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    form = parse_qs((await request.body()).decode())
    right = scheme == "Basic" and base64.b64decode(given).decode() == f"{CLIENT_ID}:{CLIENT_SECRET}"
    if not right or form.get("grant_type") != ["client_credentials"] or form.get("scope") != ["organization_id"]:
        return JSONResponse({"error": "invalid_client"}, 401)
    return JSONResponse({"access_token": GRANTED, "token_type": "Bearer", "expires_in": 3600})


def _error(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status, headers=HEADERS)


def _filter(body: Row, name: str) -> str | None:
    """What stands in the brackets of a filter: name.eq(...), name.in(...) or name.gt(...)."""
    for each in body.get("filters", []):
        if found := re.fullmatch(rf"{name}\.(eq|in|gt)\((.*)\)", each):
            return found[2]
    return None


def _ids(body: Row) -> set[int]:
    asked = _filter(body, "customer_profile_id")
    if asked is None:
        raise ValueError("filter customer_profile_id is required")
    ids = {int(each) for each in asked.split(",")}
    if len(ids) > 100:
        raise ValueError("at most 100 profiles")
    return ids


def _period(body: Row, name: str) -> tuple[str, str, bool]:
    """Both ends, and whether the second one counts: two dots include it, three do not."""
    asked = _filter(body, name)
    found = re.fullmatch(r"([^.]+)(\.{2,3})([^.]+)", asked or "")
    if found is None:
        raise ValueError(f"filter {name} is required")
    return found[1], found[3], found[2] == ".."


def _within(value: str, period: tuple[str, str, bool]) -> bool:
    since, until, inclusive = period
    value = value[: len(since)]
    return since <= value < until or (inclusive and value == until)


def _page(body: Row, rows: list[Row], limit: int) -> Row:
    limit, page = int(body.get("limit", limit)), int(body.get("page", 1))
    total = max(1, -(-len(rows) // limit))
    if page > total:
        raise ValueError(f"page {page} is after the last page {total}")
    return {"data": rows[(page - 1) * limit : page * limit], "paging": {"current_page": page, "total_pages": total}}


def _profiles(records: Records, body: Row) -> Row:
    ids, period = _ids(body), _period(body, "reporting_period")
    if (date.fromisoformat(period[1]) - date.fromisoformat(period[0])).days > 366:
        raise ValueError("reporting_period is longer than a year")
    records.check(ids, body["metrics"], of_posts=False)
    found = [
        row
        for row in records.days(ids, body["metrics"])
        if _within(row["dimensions"]["reporting_period.by(day)"], period)
    ]
    return _page(body, found, 1000)


def _posts(records: Records, body: Row) -> Row:
    ids, period, behind = _ids(body), _period(body, "created_time"), _filter(body, "guid")
    records.check(ids, body.get("metrics", []), of_posts=True)
    found = [row for row in records.posts(ids) if _within(row["created_time"], period)]
    by = body.get("sort", ["created_time:desc"])[0].partition(":")
    found = sorted(found, key=lambda row: str(row[by[0]]), reverse=by[2] == "desc")
    found = [row for row in found if behind is None or row["guid"] > behind][:MOST_POSTS]
    fields = {name.partition(".")[0] for name in body.get("fields", [])} | {"guid"}
    shown = [{name: value for name, value in row.items() if name in fields} for row in found]
    for row, whole in zip(shown, found, strict=True):
        row["metrics"] = {name: whole["metrics"].get(name) for name in body.get("metrics", [])}
    if int(body.get("limit", 50)) > 50:
        raise ValueError("limit is at most 50")
    return _page(body, shown, 50)


def _messages(records: Records, body: Row) -> Row:
    if _filter(body, "group_id") != str(GROUP):
        raise ValueError("filter group_id is required")
    ids, period = _ids(body), _period(body, "created_time")
    found = [row for row in records.messages(ids) if _within(row["created_time"], period)]
    found = sorted(
        found, key=lambda row: str(row["created_time"]), reverse="created_time:asc" not in body.get("sort", [])
    )
    if "page" in body:
        raise ValueError("page is not supported here")
    start, limit = int(body.get("page_cursor", "0==").removesuffix("==")), int(body.get("limit", 50))
    names = {name.partition(".")[0] for name in body.get("fields", [])} | {"guid"}
    data = [{name: value for name, value in row.items() if name in names} for row in found[start : start + limit]]
    rest = {"paging": {"next_cursor": f"{start + limit}=="}} if start + limit < len(found) else {}
    return {"data": data, **rest}


def _listening(records: Records, body: Row) -> Row:
    period, networks = _period(body, "created_time"), _filter(body, "network")
    if networks is None:
        raise ValueError("a filter by network or profile is required")
    names = {each.strip() for each in networks.split(",")}
    found = [row for row in records.listening() if row["dimensions"]["network"] in names]
    return {"data": [row for row in found if _within(row["dimensions"]["created_time.by(day)"], period)]}
