"""Meta's error bodies, and the ways to fail that can be asked for by name."""

from typing import Any

from sandbox.faults import Fault


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


def token_refused() -> GraphError:
    return GraphError("Invalid OAuth access token - Cannot parse access token", 190)


def _fault(error: GraphError, **headers: str) -> Fault:
    return Fault("status", error.status, {name.replace("_", "-"): text for name, text in headers.items()}, error.body)


def _run(status: str, **more: Any) -> Fault:
    body = {"id": "6023920140000", "account_id": "501002003004005", "time_ref": 1790000000, "async_status": status}
    return Fault("status", 200, {}, {**body, "async_percent_completion": 0, **more})


_TOO_MANY = "There have been too many calls from this ad-account. Wait a bit and try again."
_BLOCKED = '{"2233445566":[{"type":"ads_insights","call_count":100,"estimated_time_to_regain_access":13}]}'

ERRORS = {
    "rate_limited": _fault(GraphError(f"(#80000) {_TOO_MANY}", 80000), x_business_use_case_usage=_BLOCKED),
    "account_blocked": _fault(GraphError("User request limit reached", 17, 2446079)),
    "app_rate_limited": _fault(GraphError("(#4) Application request limit reached", 4)),
    "insights_busy": _fault(GraphError("(#4) Too many insights requests", 4, 1504022)),
    "unknown_error": _fault(GraphError("An unknown error occurred", 1, 99, 500)),
    "unavailable": _fault(GraphError("(#2) Service temporarily unavailable", 2, is_transient=True)),
    "error_in_200": _fault(GraphError("(#2) Service temporarily unavailable", 2, status=200, is_transient=True)),
    "too_much_data": _fault(
        GraphError("Please reduce the amount of data you're asking for, then retry your request", 1, status=500)
    ),
    "too_much_for_insights": _fault(GraphError("Please reduce the amount of data you're asking for", 100, 1487534)),
    "timed_out": _fault(GraphError("(#2) The request timed out", 2, 1504038, is_transient=True)),
    "bad_combination": _fault(GraphError("(#2) Invalid combination of breakdowns and fields", 2, 1504041)),
    "too_old": _fault(
        GraphError("(#3018) The start date of the time range cannot be beyond 37 months from the current date", 3018)
    ),
    "token_expired": _fault(GraphError("Error validating access token: Session has expired", 190, 463)),
    "missing_permissions": _fault(GraphError("(#100) Missing permissions", 100)),
    "not_permitted": _fault(GraphError("(#200) Ad account owner has NOT grant ads_read permission", 200, status=403)),
    "unknown_object": _fault(unknown_object("act_1")),
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
