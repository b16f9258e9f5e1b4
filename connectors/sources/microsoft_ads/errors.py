"""What Microsoft's fault bodies mean: the code in the body decides, the status says little."""

from collections.abc import Iterator
from typing import Any

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable

INTERNAL_ERROR, CALL_RATE, TOO_MANY_REPORTS, NO_COMPLETE_DATA = 0, 117, 207, 2004
A_MINUTE, HOURS = 60.0, 3 * 3600.0
"""Seconds. Microsoft never says how long to wait: calls are counted by the minute, days are complete hours later."""
REMEDIES = {
    105: "Check MICROSOFT_ADS_DEVELOPER_TOKEN, and sign in anew for MICROSOFT_ADS_REFRESH_TOKEN.",
    106: "Give the user who signed in access to the account, or take it out of MICROSOFT_ADS_ACCOUNT_IDS.",
    109: "Sign in anew and set MICROSOFT_ADS_REFRESH_TOKEN.",
}


def judge(answer: Answer) -> SourceError | None:
    """Judge a fault by its codes, anything else by its status."""
    body = answer.body if isinstance(answer.body, dict) else {}
    faults = list(_faults(body))
    if answer.status < 400 or answer.status == 429 or not faults:
        return judge_status(answer)
    codes = {fault["Code"] for fault in faults}
    said = "; ".join(f"{fault.get('ErrorCode')} ({fault.get('Code')}): {fault.get('Message')}" for fault in faults)
    said = f"{said} Tracking id {body.get('TrackingId')}."
    if codes & {CALL_RATE, TOO_MANY_REPORTS}:
        return Unavailable(said, A_MINUTE)
    if NO_COMPLETE_DATA in codes:
        return Unavailable(said, HOURS)
    if INTERNAL_ERROR in codes:
        return Unavailable(said)
    return Refused(" ".join([said, *(REMEDIES[code] for code in sorted(codes & REMEDIES.keys()))]))


def _faults(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in ("Errors", "OperationErrors", "BatchErrors"):
        yield from (fault for fault in body.get(kind) or [] if isinstance(fault, dict) and "Code" in fault)
