"""Google's Sheets API v4: the tabs of a spreadsheet, and the values of ranges of cells."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._google import as_json, error_body, failure, oauth_env, signed_in, token_route
from sandbox.vendors.google_sheets.ranges import Unreadable, values
from sandbox.vendors.google_sheets.tabs import SPREADSHEET, tabs

__all__ = ["ENV", "ERRORS", "PATHS", "routes"]

ENV = {
    **oauth_env("google_sheets"),
    "GOOGLE_SHEETS_FOLDER": str(Path(__file__).parent / "declared"),
    "GOOGLE_SHEETS_READS_PER_MINUTE": "60000",
}
PATHS = {"GOOGLE_SHEETS_TOKEN_URL": "/token"}
SCOPE = "https://www.googleapis.com/auth/spreadsheets.readonly"


def _fault(code: int, status: str, message: str) -> Fault:
    return Fault("status", code, {}, error_body(code, message, status))


ERRORS = {
    "quota": _fault(
        429,
        "RESOURCE_EXHAUSTED",
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'.",
    ),
    "not_shared": _fault(403, "PERMISSION_DENIED", "The caller does not have permission"),
    "not_found": _fault(404, "NOT_FOUND", "Requested entity was not found."),
    "bad_range": _fault(400, "INVALID_ARGUMENT", "Unable to parse range: Sheet9!1:5000"),
    "unavailable": _fault(503, "UNAVAILABLE", "The service is currently unavailable."),
}


def routes(company: Company) -> list[BaseRoute]:
    """The company has one spreadsheet."""

    async def spreadsheet(request: Request) -> Response:
        if request.path_params["id"] != SPREADSHEET:
            return failure(404, "Requested entity was not found.", "NOT_FOUND")
        sheets = [{"properties": tab.properties(place)} for place, tab in enumerate(tabs(company))]
        told = {"title": "Outlook", "locale": "de_DE", "timeZone": "Europe/Berlin"}
        return as_json({"spreadsheetId": SPREADSHEET, "properties": told, "sheets": sheets})

    async def cells(request: Request) -> Response:
        """One range in the path, or several in the query."""
        asked, one = request.query_params, request.path_params.get("range")
        if request.path_params["id"] != SPREADSHEET:
            return failure(404, "Requested entity was not found.", "NOT_FOUND")
        rendering = asked.get("valueRenderOption", "FORMATTED_VALUE")
        dates = asked.get("dateTimeRenderOption", "SERIAL_NUMBER")
        try:
            ranges = [one] if one else asked.getlist("ranges")
            found = [values(tabs(company), each, rendering, dates) for each in ranges]
        except Unreadable as error:
            return failure(400, f"Unable to parse range: {error}", "INVALID_ARGUMENT")
        return as_json(found[0] if one else {"spreadsheetId": SPREADSHEET, "valueRanges": found})

    home = "/v4/spreadsheets/{id}"
    return [
        token_route(SCOPE),
        Route(f"{home}/values:batchGet", signed_in(cells)),
        Route(f"{home}/values/{{range:path}}", signed_in(cells)),
        Route(home, signed_in(spreadsheet)),
    ]
