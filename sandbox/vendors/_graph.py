"""What Meta's Graph has in common for all who ask it: calls, versions, tokens, pages with cursors, errors."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults import Fault

USABLE_VERSIONS = ("v25.0", "v26.0")


@dataclass
class Call:
    """A request to the Graph, wherever its credentials and parameters stood; headers of the answer are left in it."""

    method: str
    path: str
    params: dict[str, str]
    url: str
    token: str
    headers: dict[str, str] = field(default_factory=dict)


class GraphError(Exception):
    """An answer that is an error: raised anywhere, told in one place."""

    def __init__(self, message: str, code: int, subcode: int | None = None, status: int = 400, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        kind = "GraphMethodException" if (code, subcode) == (100, 33) else "OAuthException"
        self.body = {"error": {"message": message, "type": kind, "code": code, **more, "fbtrace_id": "AtSandboxTrace0"}}
        if subcode:
            self.body["error"]["error_subcode"] = subcode


def unknown_object(name: str) -> GraphError:
    return GraphError(
        f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation.",
        100,
        33,
    )


def as_fault(error: GraphError, **headers: str) -> Fault:
    """The error as a fault that a test can ask for."""
    return Fault("status", error.status, {name.replace("_", "-"): text for name, text in headers.items()}, error.body)


def graph_routes(answer: Callable[[Call], Any]) -> list[Route]:
    """Every object of the Graph lies under one path; trailing slashes mean nothing."""

    async def endpoint(request: Request) -> Response:
        params = dict(request.query_params)
        if request.method == "POST":
            params |= dict(parse_qsl((await request.body()).decode()))
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(
            method=request.method,
            path=request.path_params["path"],
            params=params,
            url=str(request.url.replace(query="")),
            token=params.get("access_token") or bearer,
        )
        try:
            status, body = 200, answer(call)
        except GraphError as error:
            status, body = error.status, error.body
        return Response(orjson.dumps(body), status, call.headers, "application/json; charset=UTF-8")

    return [Route("/{path:path}", endpoint, methods=["GET", "POST"])]


def admitted(call: Call, tokens: Collection[str], app_secret: str) -> tuple[str, str]:
    """The version and the path of a call whose token and proof are good. Raises GraphError for others."""
    version, _, path = call.path.strip("/").partition("/")
    call.headers["facebook-api-version"] = version if version in USABLE_VERSIONS else USABLE_VERSIONS[0]
    if call.token not in tokens:
        raise GraphError("Invalid OAuth access token - Cannot parse access token", 190)
    proof = hmac.new(app_secret.encode(), call.token.encode(), hashlib.sha256).hexdigest()
    if call.params.get("appsecret_proof", proof) != proof:
        raise GraphError("Invalid appsecret_proof provided in the API argument", 100)
    return version, path


def listed(params: dict[str, str], name: str) -> list[str]:
    """A list may come as JSON or with commas."""
    text = params.get(name, "")
    found = orjson.loads(text) if text.startswith("[") else text.split(",")
    return [str(each) for each in found if each]


def page(rows: list[Any], params: dict[str, str], url: str, largest: int) -> dict[str, Any]:
    """One page. `next` is there on all but the last one, and carries the token as Meta's does."""
    start = _place(params["after"]) if params.get("after") else 0
    end = start + min(int(params.get("limit", 25)), largest)
    if not rows[start:end]:
        return {"data": []}
    paging: dict[str, Any] = {"cursors": {"before": _cursor(start), "after": _cursor(end)}}
    if end < len(rows):
        paging["next"] = f"{url}?{urlencode({**params, 'after': _cursor(end)})}"
    return {"data": rows[start:end], "paging": paging}


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"{place:>93}".encode()).decode()


def _place(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor))
    except ValueError:
        raise GraphError("(#100) Invalid cursors values", 100) from None
