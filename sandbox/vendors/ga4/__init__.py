"""Google Analytics 4: the Data API's runReport and batchRunReports, the Admin API's properties, the token endpoint."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._google import as_json, error_body, failure, oauth_env, signed_in, token_route
from sandbox.vendors.ga4.quota import Quota, Spent
from sandbox.vendors.ga4.reports import Invalid, Report, read, run
from sandbox.vendors.ga4.selection import keep, sort
from sandbox.vendors.ga4.tables import Collected

PROPERTY = "314159265"
ENV = {"GA4_PROPERTY_IDS": PROPERTY, "GA4_PAGE_ROWS": "1000", **oauth_env("ga4")}
PATHS = {"GA4_TOKEN_URL": "/token", "GA4_ADMIN_BASE_URL": ""}


def _says(code: int, status: str, message: str) -> Fault:
    return Fault("status", code, body=error_body(code, message, status))


ERRORS = {
    "concurrent": _says(429, "RESOURCE_EXHAUSTED", "Exhausted concurrent requests quota."),
    "project_hour": _says(429, "RESOURCE_EXHAUSTED", "Exhausted property tokens for a project per hour."),
    "property_day": _says(429, "RESOURCE_EXHAUSTED", "Exhausted property tokens per day."),
    "thresholded": _says(429, "RESOURCE_EXHAUSTED", "Exhausted potentially thresholded requests quota."),
    "server_errors": _says(429, "RESOURCE_EXHAUSTED", "Exhausted server errors quota."),
    "unavailable": _says(503, "UNAVAILABLE", "The service is currently unavailable."),
    "unauthenticated": _says(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
    "no_permission": _says(403, "PERMISSION_DENIED", "User does not have sufficient permissions for this property."),
    "admin_api_off": _says(403, "PERMISSION_DENIED", "Google Analytics Admin API has not been used in this project."),
}


def routes(company: Company) -> list[Route]:
    collected, quota = Collected(company), Quota()

    def permitted(number: str) -> bool:
        return number == PROPERTY

    def one(body: Mapping[str, Any]) -> dict[str, Any]:
        report = read(body, company.today)
        rows = sort(keep(run(collected, report), body.get("dimensionFilter")), body.get("orderBys", []), report)
        offset, limit = int(body.get("offset", 0)), int(body.get("limit", 10_000))
        if not 0 < limit <= 250_000:
            raise Invalid(f"Limit {limit} is out of range: it must be between 1 and 250,000.")
        page = rows.iloc[offset : offset + limit]
        answer = _answer(report, page, len(rows), company)
        spent = quota.spend(len(page), (report.until - report.since).days + 1)
        return {**answer, "propertyQuota": spent} if body.get("returnPropertyQuota") else answer

    async def run_report(request: Request) -> Response:
        return await _reply(request, one)

    async def batch_run_reports(request: Request) -> Response:
        def several(body: Mapping[str, Any]) -> dict[str, Any]:
            return {"reports": [one(each) for each in body["requests"]], "kind": "analyticsData#batchRunReports"}

        return await _reply(request, several)

    async def _reply(request: Request, answer: Any) -> Response:
        if not permitted(request.path_params["number"]):
            return failure(403, "User does not have sufficient permissions for this property.", "PERMISSION_DENIED")
        try:
            return as_json(answer(orjson.loads(await request.body())))
        except Invalid as fault:
            return failure(400, str(fault), "INVALID_ARGUMENT")
        except Spent as fault:
            return failure(429, str(fault), "RESOURCE_EXHAUSTED")

    async def property_of(request: Request) -> Response:
        if not permitted(request.path_params["number"]):
            return failure(403, "The caller does not have permission", "PERMISSION_DENIED")
        return as_json(
            {
                "name": f"properties/{PROPERTY}",
                "parent": "accounts/27182818",
                "displayName": f"{company.name} web shop",
                "timeZone": company.time_zone,
                "currencyCode": company.currency,
                "propertyType": "PROPERTY_TYPE_ORDINARY",
                "serviceLevel": "GOOGLE_ANALYTICS_STANDARD",
            }
        )

    return [
        token_route("https://www.googleapis.com/auth/analytics.readonly"),
        Route("/v1beta/properties/{number}:runReport", signed_in(run_report), methods=["POST"]),
        Route("/v1beta/properties/{number}:batchRunReports", signed_in(batch_run_reports), methods=["POST"]),
        Route("/v1beta/properties/{number}", signed_in(property_of)),
    ]


def _answer(report: Report, page: pd.DataFrame, count: int, company: Company) -> dict[str, Any]:
    """Without rows there is neither `rows` nor `rowCount`; every value is a text."""
    texts = [[{"value": text} for text in _texts(page[name])] for name in (*report.dimensions, *report.metrics)]
    width = len(report.dimensions)
    rows = [{"dimensionValues": row[:width], "metricValues": row[width:]} for row in zip(*texts, strict=True)]
    answer = {
        "dimensionHeaders": [{"name": name} for name in report.dimensions],
        "metricHeaders": [
            {"name": name, "type": kind} for name, kind in zip(report.metrics, report.types(), strict=True)
        ],
        "metadata": {"currencyCode": company.currency, "timeZone": company.time_zone},
        "kind": "analyticsData#runReport",
    }
    return answer | ({"rows": rows} if rows else {}) | ({"rowCount": count} if count else {})


def _texts(column: "pd.Series[Any]") -> Sequence[str]:
    if column.dtype.kind == "f":
        return [str(int(value)) if value.is_integer() else repr(value) for value in column.tolist()]
    return [str(value) for value in np.asarray(column, dtype=object)]
