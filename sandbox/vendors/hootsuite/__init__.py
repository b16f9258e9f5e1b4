"""Hootsuite's REST and Analytics APIs: what the company publishes through it, and its copy of the networks' figures."""

import base64
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._networks import Row, posts
from sandbox.vendors.hootsuite.records import MEMBER, PROFILES, days_of, message_of, posts_of, profile_of

CLIENT_ID, CLIENT_SECRET = "sandbox-hootsuite-app", "sandbox-hootsuite-secret"
FIRST_REFRESH_TOKEN = "sandbox-hootsuite-refresh-0"
ENV = {
    "HOOTSUITE_CLIENT_ID": CLIENT_ID,
    "HOOTSUITE_CLIENT_SECRET": CLIENT_SECRET,
    "HOOTSUITE_MEMBER_ID": MEMBER,
    "HOOTSUITE_REQUESTS_PER_SECOND": "1000",
}


def _errors(code: int, message: str) -> Row:
    return {"errors": [{"code": code, "message": message, "id": "0000015bd565ee00-8fbd"}]}


def _problem(status: int, title: str, detail: str) -> Row:
    return {"title": title, "status": status, "detail": detail}


WRONG = _problem(422, "invalid-argument", "An invalid argument was provided.")
ERRORS = {
    "too_fast": Fault("status", 429, {}, _errors(1004, "Rate limit exceeded")),
    "quota_used_up": Fault(
        "status",
        429,
        {"X-Account-Quota": "100000", "X-Account-Quota-Used": "100000"},
        _errors(1003, "Account plan limit exceeded"),
    ),
    "not_permitted": Fault("status", 403, {}, _errors(4003, "Insufficient permissions to view the social profile")),
    "invalid_argument": Fault(
        "status", 422, {}, _problem(422, "invalid-argument", "An invalid argument was provided.")
    ),
    "partial": Fault("status", 200, {}, {"data": [], "metadata": {}, **_errors(5000, "Some messages are missing")}),
    "broken": Fault("status", 500, {}, _errors(5000, "Internal error")),
}

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(company: Company) -> list[Route]:
    desk = Desk(company)
    return [
        Route("/oauth2/token", desk.token, methods=["POST"]),
        Route("/v1/socialProfiles", desk.signed_in(desk.social_profiles)),
        Route("/v1/socialProfiles/{id}", desk.signed_in(desk.social_profile)),
        Route("/v1/messages", desk.signed_in(desk.messages)),
        Route("/v1/analytics/posts", desk.signed_in(desk.posts), methods=["POST"]),
        Route("/v1/analytics/profiles", desk.signed_in(desk.profiles), methods=["POST"]),
    ]


class Desk:
    """The dashboard of one member. A refresh token is good for one use; whoever uses it twice is refused."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._made = 0

    async def token(self, request: Request) -> Response:
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {basic}":
            return _json({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        match form.get("grant_type"):
            case "member_app" if form.get("member_id") == MEMBER:
                more = {}
            case "refresh_token" if form.get("refresh_token") == f"{FIRST_REFRESH_TOKEN[:-1]}{self._made}":
                self._made += 1
                more = {"refresh_token": f"{FIRST_REFRESH_TOKEN[:-1]}{self._made}"}
            case _:
                return _json({"error": "invalid_grant", "error_description": "The grant is not valid."}, 400)
        return _json({"access_token": self._access, "token_type": "bearer", "expires_in": 3599, **more})

    @property
    def _access(self) -> str:
        return f"sandbox-hootsuite-access-{self._made}"

    def signed_in(self, endpoint: Endpoint) -> Endpoint:
        async def checked(request: Request) -> Response:
            if request.headers.get("Authorization") != f"Bearer {self._access}":
                return _json(_errors(1001, "Unauthorized"), 401)
            return await endpoint(request)

        return checked

    async def social_profiles(self, request: Request) -> Response:
        return _json({"data": [profile_of(self._company, id_) for id_ in PROFILES]})

    async def social_profile(self, request: Request) -> Response:
        id_ = request.path_params["id"]
        if id_ not in PROFILES:
            return _json(_errors(4004, "Social profile not found"), 404)
        return _json({"data": profile_of(self._company, id_)})

    async def messages(self, request: Request) -> Response:
        asked = request.query_params
        since, until = (datetime.fromisoformat(asked[name]) for name in ("startTime", "endTime"))
        if until - since > timedelta(weeks=4):
            return _json(_errors(4000, "The time range is longer than four weeks"), 400)
        id_ = asked["socialProfileIds"]
        found = [message_of(post, id_) for post in posts(self._company, PROFILES[id_][1])[::-1]]
        found = [row for row in found if since <= datetime.fromisoformat(row["scheduledSendTime"]) <= until]
        rows, end = _cut(found, asked.get("cursor"), int(asked.get("limit", 50)))
        cursor = {"previous": "0", **({"next": end} if end else {})}
        return _json({"data": rows, "metadata": {"cursor": cursor}})

    async def posts(self, request: Request) -> Response:
        return await self._analytics(request, posts_of)

    async def profiles(self, request: Request) -> Response:
        return await self._analytics(request, days_of)

    async def _analytics(self, request: Request, rows_of: Callable[[Company, str], list[Row]]) -> Response:
        asked, filters = request.query_params, orjson.loads(await request.body())["filters"]
        limit = int(asked.get("limit", 10))
        ids = filters.get("profileId", {}).get("in", [])
        if not 1 <= limit <= 100 or not 1 <= len(ids) <= 10:
            return _json(WRONG, 422)
        if any(PROFILES[id_][0] != asked["networkId"] for id_ in ids) or asked["networkId"] == "LINKEDINCOMPANY":
            return _json(WRONG, 422)
        found = [row for id_ in ids for row in rows_of(self._company, id_)]
        for name, days_back, told in (("reportingPeriod", 731, "createdAt"), ("lastModified", 30, "lastRefreshed")):
            span = filters.get(name, {}).get("timespan", {})
            since, until = span.get("since", ""), span.get("until", "9999")
            if since and date.fromisoformat(since) < self._company.today - timedelta(days=days_back):
                return _json(WRONG, 422)
            found = [row for row in found if since <= str(row.get("date") or row[told])[:10] <= until]
        rows, end = _cut(found, asked.get("cursor"), limit)
        return _json({"data": rows, "metadata": {"collectionInfo": {"next": {"cursor": end}} if end else {}}})


def _cut(rows: list[Row], cursor: str | None, limit: int) -> tuple[list[Row], str | None]:
    """A page, and the cursor to the next one where there is one."""
    start = int(base64.b64decode(cursor)) if cursor else 0
    end = start + limit
    return rows[start:end], base64.b64encode(str(end).encode()).decode() if end < len(rows) else None


def _json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json; charset=UTF-8")
