"""What goes wrong at Zendesk, in its words. A 429 is not always JSON."""

from typing import Any

from sandbox.faults import Fault


class Refusal(Exception):
    """A request that is not answered: its status, error body and headers."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        super().__init__(body)
        self.status, self.body, self.headers = status, body, headers


TOO_MANY = {
    "error": "APIRateLimitExceeded",
    "description": "Number of allowed incremental export API requests per minute exceeded",
}
TOO_RECENT = {
    "error": "StartTimeTooRecent",
    "description": "Too recent start_time. Use a start_time older than 60 seconds",
}
UNKNOWN = {"error": "InvalidEndpoint", "description": "Not found"}
NOT_AUTHENTICATED = {"error": "Couldn't authenticate you"}
FORBIDDEN = {"error": {"title": "Forbidden", "message": "You do not have access to this page."}}

ERRORS = {
    "rate_limited": Fault("status", 429, {"Retry-After": "17"}, TOO_MANY),
    "rate_limited_in_text": Fault("status", 429, {"Retry-After": "9"}, "Number of allowed API requests exceeded"),
    "overloaded": Fault("status", 503, {"Retry-After": "30"}, "Service Unavailable"),
    "not_authenticated": Fault("status", 401, body=NOT_AUTHENTICATED),
    "forbidden": Fault("status", 403, body=FORBIDDEN),
    "feature_off": Fault("status", 404, body=UNKNOWN),
    "too_recent": Fault("status", 422, body=TOO_RECENT),
}
