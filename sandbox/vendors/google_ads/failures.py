"""How Google Ads says no: GoogleAdsFailure inside google.rpc.Status; and the failures that can be ordered by name."""

from typing import Any

from sandbox.faults import Fault

_STATUSES = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: ("UNAUTHENTICATED", "Request is missing required authentication credential."),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    429: ("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    500: ("INTERNAL", "Internal error encountered."),
}


class Failure(Exception):
    """A request that Google Ads refuses."""

    def __init__(self, category: str, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
        self.body = failure_body(status, category, code, message)


def failure_body(status: int, category: str, code: str, message: str, quota: dict[str, str] | None = None) -> Any:
    """The error; searchStream wraps it in a list, which the caller does."""
    error: dict[str, Any] = {"errorCode": {category: code}, "message": message}
    if quota is not None:
        error["details"] = {"quotaErrorDetails": quota}
    name, said = _STATUSES[status]
    detail = {
        "@type": "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure",
        "errors": [error],
        "requestId": "sandbox-request-id",
    }
    return {"error": {"code": status, "message": said, "status": name, "details": [detail]}}


def _fault(status: int, category: str, code: str, message: str, quota: dict[str, str] | None = None) -> Fault:
    return Fault("status", status, body=[failure_body(status, category, code, message, quota)])


ERRORS = {
    "daily_operations_used_up": _fault(
        429,
        "quotaError",
        "RESOURCE_EXHAUSTED",
        "Too many requests. Retry in 8962 seconds.",
        {"rateScope": "DEVELOPER", "rateName": "Number of operations for explorer access", "retryDelay": "8962s"},
    ),
    "too_many_requests": _fault(
        429,
        "quotaError",
        "RESOURCE_TEMPORARILY_EXHAUSTED",
        "Too many requests. Retry in 30 seconds.",
        {"rateScope": "ACCOUNT", "rateName": "Requests per account", "retryDelay": "30s"},
    ),
    "burst": _fault(429, "quotaError", "RESOURCE_TEMPORARILY_EXHAUSTED", "Too many requests in a short time."),
    "expensive_now": _fault(
        429, "quotaError", "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION", "Too many expensive requests."
    ),
    "expensive_for_long": _fault(
        429, "quotaError", "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION", "Too many expensive requests."
    ),
    "transient": _fault(500, "internalError", "TRANSIENT_ERROR", "Internal error."),
    "token_invalid": _fault(
        401, "authenticationError", "OAUTH_TOKEN_INVALID", "OAuth token in the header is not valid."
    ),
    "not_ads_user": _fault(401, "authenticationError", "NOT_ADS_USER", "User in the cookie is not a valid Ads user."),
    "permission_denied": _fault(
        403, "authorizationError", "USER_PERMISSION_DENIED", "User doesn't have permission to access customer."
    ),
    "project_not_approved": _fault(
        403,
        "authorizationError",
        "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION",
        "The Google Cloud project is only approved for use with test accounts.",
    ),
    "version_retired": _fault(400, "requestError", "UNSUPPORTED_VERSION", "The version is not supported any more."),
}
