"""What Salesforce's errors ask of us. They come as lists; the first one counts."""

import re
from typing import Any

from connectors.answer import Answer, Judge, judge_status
from connectors.errors import Refused, SourceError, Unavailable

AN_HOUR = 3600.0
"""Longer than a run waits, so that it ends and the next one goes on: the quota counts the last 24 hours."""
USED = re.compile(r"(?:^|[;,\s])api-usage=(\d+)/(\d+)")
REMEDIES = {
    "INVALID_SESSION_ID": "The session ended at once: check the session policies of the app in SALESFORCE_CLIENT_ID.",
    "API_DISABLED_FOR_ORG": "Give the integration user the permission API Enabled.",
    "API_CURRENTLY_DISABLED": "Give the integration user the permission API Enabled.",
    "INSUFFICIENT_ACCESS": "Give the integration user the right to read this object.",
    "INVALID_TYPE": "Give the integration user the right to read this object, or switch its feature on.",
    "INVALID_FIELD": "Give the integration user the right to read the field (field-level security).",
    "NOT_FOUND": "Give the integration user the right to read this object, or correct SALESFORCE_API_VERSION.",
    "TXN_SECURITY_METERING_ERROR": "Give the integration user the permission Exempt from Transaction Security.",
}
PASSING = {"UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "CONCURRENT_REQUEST_LIMIT_EXCEEDED"}
LATER = {"REQUEST_LIMIT_EXCEEDED", "INVALID_QUERY_LOCATOR"}
"""What no waiting within a run clears."""


class TooSlow(Refused):
    """A query that took too long: ask for less at once."""


def judge(reserve: float) -> Judge:
    """Judges an org's answers, and ends the run before the share of its requests that is left to others is touched."""

    def verdict(answer: Answer) -> SourceError | None:
        if answer.status >= 400:
            return _fault(answer) or judge_status(answer)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if usage := USED.search(headers.get("sforce-limit-info", "")):
            used, most = map(int, usage.groups())
            if used > most * (1 - reserve):
                return Unavailable(
                    f"The org has used {used} of its {most} requests of a day, and SALESFORCE_API_RESERVE leaves "
                    f"{reserve:.0%} to others.",
                    AN_HOUR,
                )
        return judge_status(answer)

    return verdict


def _fault(answer: Answer) -> SourceError | None:
    errors: Any = answer.body if isinstance(answer.body, list) and answer.body else [{}]
    code = errors[0].get("errorCode", "") if isinstance(errors[0], dict) else ""
    if not code:
        return None
    said = f"HTTP {answer.status} {code}: {errors[0].get('message', '')[:300]}"
    if code == "QUERY_TIMEOUT":
        return TooSlow(said)
    if code in LATER:
        return Unavailable(said, AN_HOUR)
    if code in PASSING or answer.status >= 500:
        return Unavailable(said)
    return Refused(f"{said} {REMEDIES.get(code, '')}".rstrip())
