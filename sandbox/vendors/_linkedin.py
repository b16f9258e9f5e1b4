"""What LinkedIn's marketing APIs have in common: tokens, dated versions, Rest.li's queries, the envelope of errors."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, unquote

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults import Fault

ACCESS_TOKEN = "AQXsandboxLinkedInAccessToken"
REFRESH_TOKEN = "AQWsandboxLinkedInRefreshToken"
CLIENT_ID, CLIENT_SECRET = "86sandboxclient", "WPLsandboxsecret"
REVOKED_TOKEN, EXPIRED_TOKEN = "AQXrevoked", "AQXexpired"
OLDEST_SERVED = 202512
YEAR = 365 * 86_400

Query = dict[str, Any]
Endpoint = Callable[[Request, Query], dict[str, Any]]


class Refusal(Exception):
    """A request that is not answered: its status and error body."""

    def __init__(self, status: int, message: str, code: str = "", service: int | None = None, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"status": status, "message": message, **({"code": code} if code else {}), **more}
        if service is not None:
            self.body["serviceErrorCode"] = service


def denied(what: str) -> Refusal:
    return Refusal(403, f"Not enough permissions to access: {what}", "ACCESS_DENIED", 100)


def bad(description: str, code: str = "INVALID_VALUE_FOR_FIELD", message: str = "Invalid param") -> Refusal:
    details = {"inputErrors": [{"code": code, "description": description, "input": {}}]}
    return Refusal(400, message, "ILLEGAL_ARGUMENT", None, errorDetailType="BadRequest", errorDetails=details)


def _fault(refusal: Refusal) -> Fault:
    return Fault("status", refusal.status, body=refusal.body)


_DAY = "Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached."
ERRORS = {
    "day_limit": _fault(Refusal(429, _DAY, "TOO_MANY_REQUESTS", 101)),
    "minute_limit": _fault(Refusal(429, "Resource throttle MINUTE limit reached.", "TOO_MANY_REQUESTS", 101)),
    "denied": _fault(denied("partnerApiOrganization.GET.20260801")),
    "missing": _fault(Refusal(404, "No virtual resource found", "RESOURCE_NOT_FOUND")),
    "broken": _fault(Refusal(500, "Internal Server Error", "INTERNAL_SERVER_ERROR")),
    "sunset": _fault(Refusal(426, "Requested version 20250701 is not active", "NONEXISTENT_VERSION")),
}


def env(source: str) -> dict[str, str]:
    """The settings of a client."""
    values = {"ACCESS_TOKEN": ACCESS_TOKEN, "REFRESH_TOKEN": REFRESH_TOKEN}
    values |= {"CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET}
    return {f"{source.upper()}_{name}": value for name, value in values.items()}


def token_route() -> Route:
    """An access token for a refresh token, which itself keeps its age."""

    async def token(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _json({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if form.get("grant_type") != "refresh_token" or form.get("refresh_token") != REFRESH_TOKEN:
            said = "The provided authorization grant or refresh token is invalid, expired or revoked."
            return _json({"error": "invalid_grant", "error_description": said}, 400)
        given = {"access_token": ACCESS_TOKEN, "expires_in": 5_184_000, "refresh_token": REFRESH_TOKEN}
        return _json({**given, "refresh_token_expires_in": YEAR // 2}, 200)

    return Route("/oauth/v2/accessToken", token, methods=["POST"])


def route(path: str, endpoint: Endpoint) -> Route:
    """A path below /rest; a GET may come as a POST that carries its query in the body."""

    async def guarded(request: Request) -> Response:
        try:
            _check(request)
            text = request.url.query
            if request.method == "POST":
                text = (await request.body()).decode()
            return _json(endpoint(request, read_query(text)), 200)
        except Refusal as refusal:
            return _json(refusal.body, refusal.status)

    return Route(f"/rest/{path}", guarded, methods=["GET", "POST"])


def _check(request: Request) -> None:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token == REVOKED_TOKEN:
        said = "The token used in the request has been revoked by the user"
        raise Refusal(401, said, "REVOKED_ACCESS_TOKEN", 65601)
    if token == EXPIRED_TOKEN:
        raise Refusal(401, "The token used in the request has expired", "EXPIRED_ACCESS_TOKEN", 65602)
    if token != ACCESS_TOKEN:
        raise Refusal(401, "Invalid access token", "INVALID_ACCESS_TOKEN", 65600)
    version = request.headers.get("linkedin-version", "")
    if not version:
        said = "A version must be present. Please specify a version by adding the LinkedIn-Version header."
        raise Refusal(400, said, "VERSION_MISSING")
    if not version.isdecimal() or int(version) < OLDEST_SERVED:
        raise Refusal(426, f"Requested version {version}01 is not active", "NONEXISTENT_VERSION")
    if request.headers.get("x-restli-protocol-version") != "2.0.0":
        raise bad("Only protocol 2.0.0 is simulated here", "RESTLI_PROTOCOL")
    if request.method == "POST" and request.headers.get("x-http-method-override") != "GET":
        raise Refusal(405, "Only reading is simulated here", "METHOD_NOT_ALLOWED")


def read_query(text: str) -> Query:
    """A query whose values are texts, `(name:value,...)` or `List(...)`. Escaped structure is text."""
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    return {name: _value(value, 0)[0] for name, _, value in pairs}


def _value(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at a place, and the place behind it."""
    if text.startswith("List(", at):
        items, at = [], at + 5
        while text[at] != ")":
            item, at = _value(text, at)
            items.append(item)
            at += text[at] == ","
        return items, at + 1
    if text.startswith("(", at):
        members, at = {}, at + 1
        while text[at] != ")":
            colon = text.index(":", at)
            members[text[at:colon]], at_next = _value(text, colon + 1)
            at = at_next + (text[at_next] == ",")
        return members, at + 1
    ends = [text.find(sign, at) for sign in ",)"] if at else []
    end = min((place for place in ends if place >= 0), default=len(text))
    return unquote(text[at:end]), end


def elements(rows: Iterable[Any], **paging: Any) -> dict[str, Any]:
    return {"paging": {"start": 0, "count": 10, "links": [], **paging}, "elements": list(rows)}


def _json(body: Any, status: int) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
