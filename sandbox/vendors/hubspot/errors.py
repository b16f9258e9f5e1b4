"""What goes wrong at HubSpot, in its words."""

from typing import Any

from sandbox.faults import Fault

CORRELATION = "5ab3cd0e-3c6a-4f57-8c1f-2a5b0f9d7e11"
SCOPES = {"requiredGranularScopes": ["crm.objects.deals.read", "crm.schemas.deals.read"]}


class Refusal(Exception):
    """A request that is not answered: its status and error body."""

    def __init__(self, status: int, category: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"status": "error", "message": message, "correlationId": CORRELATION, "category": category, **more}


def _limit(policy: str, headers: dict[str, str]) -> Fault:
    said = f"You have reached your {policy.lower()} limit."
    body = {"status": "error", "message": said, "errorType": "RATE_LIMIT", "policyName": policy}
    return Fault("status", 429, headers, {**body, "correlationId": CORRELATION, "requestId": CORRELATION})


def _refusal(status: int, category: str, message: str, **more: Any) -> Fault:
    return Fault("status", status, body=Refusal(status, category, message, **more).body)


ERRORS = {
    "rolling_limit": _limit("TEN_SECONDLY_ROLLING", {}),
    "search_limit": _limit("SECONDLY", {}),
    "announced_limit": _limit("TEN_SECONDLY_ROLLING", {"Retry-After": "3"}),
    "daily_limit": _limit("DAILY", {}),
    "expired_token": _refusal(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired."),
    "missing_scopes": _refusal(
        403,
        "MISSING_SCOPES",
        "This app hasn't been granted all required scopes to make this call.",
        errors=[{"message": "One or more of the following scopes are required.", "context": SCOPES}],
    ),
    "migrating": Fault("status", 477, {"Retry-After": "30"}, ""),
    "gateway": Fault("status", 502, {}, ""),
    "origin_down": Fault("status", 521, {}, "<html>Web server is down</html>"),
}
