"""X's error bodies, and the ways to fail that can be asked for by name."""

import time
from typing import Any

from sandbox.faults import Fault


class Refusal(Exception):
    """An answer that is an error: raised anywhere, told in one place."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"errors": [{"code": code, "message": message, **more}]}


def _fault(refusal: Refusal, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("status", refusal.status, named, {**refusal.body, "request": {"params": {}}})


def _job(status: str) -> Fault:
    return Fault("status", 200, {}, {"data": [{"id_str": "1", "status": status, "url": None}], "next_cursor": None})


def rate_limited(seconds: int) -> Fault:
    """A 429: the limit of the account ends in so many seconds, that of the user a quarter of an hour later."""
    now = int(time.time())
    return _fault(
        Refusal(429, "TOO_MANY_REQUESTS", "Account level rate limit exceeded"),
        x_account_rate_limit_reset=str(now + seconds),
        x_rate_limit_reset=str(now + seconds + 900),
    )


ERRORS = {
    "unauthorized": _fault(Refusal(401, "UNAUTHORIZED_ACCESS", "This request is not properly authenticated")),
    "not_approved": _fault(
        Refusal(
            403, "UNAUTHORIZED_CLIENT_APPLICATION", "The client application making this request does not have access"
        )
    ),
    "not_found": _fault(Refusal(404, "NOT_FOUND", "Account was not found", parameter="account_id")),
    "bad_parameter": _fault(Refusal(400, "INVALID_PARAMETER", "Expected time in ISO 8601", parameter="start_time")),
    "over_capacity": _fault(Refusal(503, "OVER_CAPACITY", "The service is temporarily over capacity"), retry_after="7"),
    "internal": _fault(Refusal(500, "INTERNAL_ERROR", "An internal error occurred")),
    "job_failed": _job("FAILED"),
    "job_processing": _job("PROCESSING"),
}
