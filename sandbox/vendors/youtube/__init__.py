"""YouTube: the Analytics API v2 and the Data API v3 of one channel, with its owner's token endpoint."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._google import as_json, error_body, legacy_body, oauth_env, signed_in, token_route
from sandbox.vendors.youtube.analytics import Analytics
from sandbox.vendors.youtube.catalogue import Catalogue
from sandbox.vendors.youtube.refusals import Refusal

ENV = {"YOUTUBE_REVENUE": "true", "YOUTUBE_QUERIES_PER_MINUTE": "60000", **oauth_env("youtube")}
PATHS = {"YOUTUBE_TOKEN_URL": "/token", "YOUTUBE_DATA_URL": ""}

_SCOPES = "https://www.googleapis.com/auth/yt-analytics.readonly https://www.googleapis.com/auth/youtube.readonly"
_QUOTA = 'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">'
_DAILY = "Daily Limit Exceeded. The quota will be reset at midnight Pacific Time (PT)."
ERRORS = {
    "quota_exceeded": Fault(
        "status", 403, body=legacy_body(403, f"{_QUOTA}quota</a>.", "youtube.quota", "quotaExceeded")
    ),
    "daily_limit": Fault("status", 403, body=legacy_body(403, _DAILY, "usageLimits", "dailyLimitExceeded")),
    "daily_requests": Fault(
        "status", 429, body={"error": {"code": 429, "message": "FreeQuotaRequestsPerDayPerProject quota exhausted"}}
    ),
    "rate_limited": Fault(
        "status", 403, body=legacy_body(403, "Rate Limit Exceeded", "usageLimits", "userRateLimitExceeded")
    ),
    "too_many_requests": Fault(
        "status", 429, {"Retry-After": "41"}, error_body(429, "Quota exceeded for quota metric.", "RESOURCE_EXHAUSTED")
    ),
    "forbidden": Fault("status", 403, body=legacy_body(403, "Forbidden", "global", "forbidden")),
    "no_permission": Fault(
        "status",
        403,
        body={
            "error": {
                "code": 403,
                "message": "The caller does not have permission",
                "errors": [
                    {
                        "message": "Permission denied.",
                        "domain": "youtube.CoreErrorDomain",
                        "reason": "SERVICE_UNAVAILABLE",
                    }
                ],
                "status": "PERMISSION_DENIED",
            }
        },
    ),
    "not_supported": Fault(
        "status",
        400,
        body=legacy_body(
            400, "The query is not supported. Check the documentation for supported queries.", "global", "badRequest"
        ),
    ),
    "unauthenticated": Fault(
        "status", 401, body=error_body(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED")
    ),
    "backend_error": Fault("status", 503, body=legacy_body(503, "Backend Error", "global", "backendError")),
}


def routes(company: Company) -> list[Route]:
    analytics, catalogue = Analytics(company), Catalogue(company)

    def endpoint(path: str, answer: Callable[[dict[str, str]], Any]) -> Route:
        async def respond(request: Request) -> Response:
            try:
                return as_json(answer(dict(request.query_params)))
            except Refusal as refusal:
                body = legacy_body(refusal.status, str(refusal), refusal.domain, refusal.reason)
                return as_json(body, refusal.status)

        return Route(path, signed_in(respond))

    data = {
        "channels": catalogue.channels,
        "playlistItems": catalogue.playlist_items,
        "videos": catalogue.videos,
    }
    # The Data API's own path begins like the place at which all vendors together are mounted.
    paths = [endpoint(f"{root}/v3/{name}", answer) for root in ("/youtube", "") for name, answer in data.items()]
    return [token_route(_SCOPES), endpoint("/v2/reports", analytics.answer), *paths]
