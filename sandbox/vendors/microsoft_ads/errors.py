"""Microsoft's fault bodies, and the ways to fail that can be asked for by name."""

from typing import Any

from sandbox.faults import Fault

TRACKING_ID = "5a4db0c5-0000-4000-8000-000000000001"


class Refusal(Exception):
    """An answer that is a fault: raised anywhere, told in one place."""

    def __init__(self, status: int, code: int, name: str, message: str, *, of_the_report: bool = False) -> None:
        super().__init__(message)
        self.status = status
        fault: dict[str, Any] = {"Code": code, "ErrorCode": name, "Message": message}
        if of_the_report:
            errors = {"OperationErrors": [{**fault, "Details": None}], "BatchErrors": []}
            self.body = {"TrackingId": TRACKING_ID, "Type": "ApiFaultDetail", **errors}
        else:
            errors = {"Errors": [{**fault, "Detail": None}]}
            self.body = {"TrackingId": TRACKING_ID, "Type": "AdApiFaultDetail", **errors}


def bad_columns(message: str) -> Refusal:
    return Refusal(400, 2053, "ReportingServiceInvalidColumnCombination", message, of_the_report=True)


def too_many_reports() -> Refusal:
    message = "You have already reached the maximum number of concurrent report requests."
    return Refusal(400, 207, "ConcurrentRequestOverLimit", message, of_the_report=True)


def _fault(refusal: Refusal) -> Fault:
    return Fault("status", refusal.status, {}, refusal.body)


def _report(status: str, url: str | None = None) -> Fault:
    return Fault("status", 200, {}, {"ReportRequestStatus": {"Status": status, "ReportDownloadUrl": url}})


ERRORS = {
    "consent_gone": Fault(
        "status",
        400,
        {},
        {
            "error": "invalid_grant",
            "error_description": "AADSTS70000: The provided value for the input parameter is not valid or has expired.",
            "error_codes": [70000],
        },
    ),
    "invalid_credentials": _fault(Refusal(401, 105, "InvalidCredentials", "Authentication failed.")),
    "token_expired": _fault(Refusal(401, 109, "AuthenticationTokenExpired", "Authentication token expired.")),
    "not_authorized": _fault(
        Refusal(403, 106, "UserIsNotAuthorized", "The user is not authorized to perform this action.")
    ),
    "call_rate": _fault(
        Refusal(
            400,
            117,
            "CallRateExceeded",
            "You have exceeded the number of calls that you are allowed to make in a minute.",
        )
    ),
    "too_many_reports": _fault(too_many_reports()),
    "no_complete_data": _fault(
        Refusal(
            400,
            2004,
            "ReportingServiceNoCompleteDataAvaliable",
            "Only partial data is available for the requested time.",
            of_the_report=True,
        )
    ),
    "bad_columns": _fault(bad_columns("The columns cannot be combined.")),
    "internal_error": _fault(Refusal(500, 0, "InternalError", "An internal error has occurred.")),
    "report_failed": _report("Error"),
    "report_pending": _report("Pending"),
    "report_without_rows": _report("Success"),
    "link_expired": Fault("status", 403, {}, "<Error><Code>AuthenticationFailed</Code></Error>"),
}
