"""The ways in which Meta Ads can be asked to fail, by name."""

from typing import Any

from sandbox.faults import Fault
from sandbox.vendors._graph import GraphError, as_fault, unknown_object


def _run(status: str, **more: Any) -> Fault:
    body = {"id": "6023920140000", "account_id": "501002003004005", "time_ref": 1790000000, "async_status": status}
    return Fault("status", 200, {}, {**body, "async_percent_completion": 0, **more})


_TOO_MANY = "There have been too many calls from this ad-account. Wait a bit and try again."
_BLOCKED = '{"2233445566":[{"type":"ads_insights","call_count":100,"estimated_time_to_regain_access":13}]}'

ERRORS = {
    "rate_limited": as_fault(GraphError(f"(#80000) {_TOO_MANY}", 80000), x_business_use_case_usage=_BLOCKED),
    "account_blocked": as_fault(GraphError("User request limit reached", 17, 2446079)),
    "app_rate_limited": as_fault(GraphError("(#4) Application request limit reached", 4)),
    "insights_busy": as_fault(GraphError("(#4) Too many insights requests", 4, 1504022)),
    "unknown_error": as_fault(GraphError("An unknown error occurred", 1, 99, 500)),
    "unavailable": as_fault(GraphError("(#2) Service temporarily unavailable", 2, is_transient=True)),
    "error_in_200": as_fault(GraphError("(#2) Service temporarily unavailable", 2, status=200, is_transient=True)),
    "too_much_data": as_fault(
        GraphError("Please reduce the amount of data you're asking for, then retry your request", 1, status=500)
    ),
    "too_much_for_insights": as_fault(GraphError("Please reduce the amount of data you're asking for", 100, 1487534)),
    "timed_out": as_fault(GraphError("(#2) The request timed out", 2, 1504038, is_transient=True)),
    "bad_combination": as_fault(GraphError("(#2) Invalid combination of breakdowns and fields", 2, 1504041)),
    "too_old": as_fault(
        GraphError("(#3018) The start date of the time range cannot be beyond 37 months from the current date", 3018)
    ),
    "token_expired": as_fault(GraphError("Error validating access token: Session has expired", 190, 463)),
    "missing_permissions": as_fault(GraphError("(#100) Missing permissions", 100)),
    "not_permitted": as_fault(GraphError("(#200) Ad account owner has NOT grant ads_read permission", 200, status=403)),
    "unknown_object": as_fault(unknown_object("act_1")),
    "job_failed": _run("Job Failed"),
    "job_failed_too_big": _run(
        "Job Failed", error_code=-2, error_subcode=2490547, error_message="The report could not be made"
    ),
    "job_failed_bad_combination": _run(
        "Job Failed", error_code=2, error_subcode=1504041, error_message="Invalid combination of breakdowns and fields"
    ),
    "job_skipped": _run("Job Skipped"),
    "job_running": _run("Job Running"),
}
