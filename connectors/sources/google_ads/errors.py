"""What Google Ads' error bodies mean: which are a person's to clear, which pass, and how long they take.

REST wraps the GoogleAdsFailure in an object or, from searchStream, in a list of one; inside, an errorCode has exactly
one key, its category.
"""

from collections.abc import Iterator
from typing import Any

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable

WAITS = {
    "RESOURCE_TEMPORARILY_EXHAUSTED": 5.0,
    "EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION": 5 * 60.0,
    "EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION": 30 * 60.0,
    "TRANSIENT_ERROR": 5.0,
    "INTERNAL_ERROR": 5.0,
    "DEADLINE_EXCEEDED": 5.0,
}
"""Seconds that Google advises where the answer itself names no retryDelay."""

_NEW_TOKEN = "make a new GOOGLE_ADS_REFRESH_TOKEN (or GOOGLE_ADS_KEY_FILE)"  # noqa: S105
_WRONG_ACCOUNT = "correct GOOGLE_ADS_CUSTOMER_IDS"
REMEDIES = {
    "NOT_ADS_USER": "make GOOGLE_ADS_REFRESH_TOKEN with a Google account that has access to Google Ads",
    "TWO_STEP_VERIFICATION_NOT_ENROLLED": "turn on 2-step verification for the user of GOOGLE_ADS_REFRESH_TOKEN",
    "CUSTOMER_NOT_FOUND": _WRONG_ACCOUNT,
    "CLIENT_CUSTOMER_ID_INVALID": _WRONG_ACCOUNT,
    "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION": "get Explorer or Basic access for the project of GOOGLE_ADS_CLIENT_ID",
    "USER_PERMISSION_DENIED": "grant access, or set GOOGLE_ADS_LOGIN_CUSTOMER_ID to the manager that has it",
    "UNSUPPORTED_VERSION": "set GOOGLE_ADS_API_VERSION to a version that Google still serves",
}
_ABOUT_ONE_ACCOUNT = {"CUSTOMER_NOT_ENABLED", "USER_PERMISSION_DENIED", "CUSTOMER_NOT_FOUND"}


class AccountRefused(Refused):
    """This account is closed, or closed to us; others may be open."""


def judge(answer: Answer) -> SourceError | None:
    """The error of an answer, by Google's own code where it has one and by HTTP status where not."""
    error = next(_errors(answer.body), None)
    if answer.status == 404:
        return Refused(f"HTTP 404. To clear it: {REMEDIES['UNSUPPORTED_VERSION']}.")
    if error is None:
        return judge_status(answer)
    failures = [failure for detail in error.get("details", []) for failure in detail.get("errors", [])]
    failure = failures[0] if failures else {}
    category, code = next(iter(failure.get("errorCode", {}).items()), ("status", error.get("status", "")))
    said = f"HTTP {answer.status}, {category} {code}: {failure.get('message') or error.get('message', '')}"
    if answer.status in (408, 429) or answer.status >= 500:
        return Unavailable(said, _retry_delay(failure) or WAITS.get(code))
    remedy = REMEDIES.get(code, _NEW_TOKEN if answer.status == 401 else "")
    said += f" To clear it: {remedy}." if remedy else ""
    return AccountRefused(said) if code in _ABOUT_ONE_ACCOUNT else Refused(said)


def judge_chunk(chunk: dict[str, Any]) -> SourceError | None:
    """The error that ends the array where Google fails after the first chunk, when HTTP's 200 is long gone."""
    error = next(_errors(chunk), None)
    return None if error is None else judge(Answer(error.get("code", 500), {}, chunk))


def _errors(body: Any) -> Iterator[dict[str, Any]]:
    for item in body if isinstance(body, list) else [body]:
        if isinstance(item, dict) and isinstance(item.get("error"), dict):
            yield item["error"]


def _retry_delay(failure: dict[str, Any]) -> float | None:
    delay = failure.get("details", {}).get("quotaErrorDetails", {}).get("retryDelay")
    return float(delay.removesuffix("s")) if delay else None  # a proto duration: "30s", "1.500s"
