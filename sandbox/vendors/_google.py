"""What Google's services have in common: the token endpoint, the bearer check, the envelope of their errors."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CLIENT_ID = "sandbox.apps.googleusercontent.example"
CLIENT_SECRET = "GOCSPX-sandbox"
REFRESH_TOKEN = "1//sandbox-refresh-token"
ACCESS_TOKEN = "ya29.sandbox-access-token"

Endpoint = Callable[[Request], Awaitable[Response]]


def oauth_env(source: str) -> dict[str, str]:
    """The settings of a client that signs in with a refresh token."""
    prefix = source.upper()
    return {
        f"{prefix}_REFRESH_TOKEN": REFRESH_TOKEN,
        f"{prefix}_CLIENT_ID": CLIENT_ID,
        f"{prefix}_CLIENT_SECRET": CLIENT_SECRET,
    }


def token_route(scope: str) -> Route:
    """POST /token: an access token for the refresh token."""

    async def token(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return as_json({"error": "invalid_client", "error_description": "Unauthorized"}, 401)
        if form.get("grant_type") != "refresh_token":
            return as_json({"error": "unsupported_grant_type", "error_description": "Invalid grant_type."}, 400)
        if form.get("refresh_token") != REFRESH_TOKEN:
            return as_json({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400)
        return as_json({"access_token": ACCESS_TOKEN, "expires_in": 3599, "scope": scope, "token_type": "Bearer"})

    return Route("/token", token, methods=["POST"])


def signed_in(endpoint: Endpoint) -> Endpoint:
    """The endpoint behind a check of the bearer token."""

    async def checked(request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {ACCESS_TOKEN}":
            return failure(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED")
        return await endpoint(request)

    return checked


def failure(code: int, message: str, status: str) -> Response:
    """An error in the form of google.rpc.Status."""
    return as_json(error_body(code, message, status), code)


def error_body(code: int, message: str, status: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": status}}


def legacy_body(code: int, message: str, domain: str, reason: str) -> dict[str, Any]:
    """An error in the older form, which says the reason in one word."""
    reasons = [{"message": message, "domain": domain, "reason": reason}]
    return {"error": {"code": code, "message": message, "errors": reasons}}


def as_json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json; charset=UTF-8")
