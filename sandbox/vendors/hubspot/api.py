"""HubSpot's endpoints: who may ask, and what there is besides records."""

from collections.abc import Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.vendors.hubspot import objects
from sandbox.vendors.hubspot.errors import Refusal
from sandbox.vendors.hubspot.letters import letters
from sandbox.vendors.hubspot.portal import Portal, definitions, owners, pipelines
from sandbox.vendors.hubspot.records import PORTAL_ID

TOKEN = "pat-eu1-11111111-2222-3333-4444-555555555555"
ENV = {
    "HUBSPOT_ACCESS_TOKEN": TOKEN,
    # Here nobody else waits for answers.
    "HUBSPOT_REQUESTS_PER_SECOND": "1000",
    "HUBSPOT_SEARCHES_PER_SECOND": "1000",
}

Answering = Callable[[Portal, Request], Any]


async def _details(portal: Portal, request: Request) -> Any:
    return {
        "portalId": PORTAL_ID,
        "accountType": "STANDARD",
        "timeZone": portal.company.time_zone,
        "companyCurrency": portal.company.currency,
        "additionalCurrencies": ["USD"],
        "utcOffset": "+02:00",
        "utcOffsetMilliseconds": 7_200_000,
        "uiDomain": "app-eu1.hubspot.com",
        "dataHostingLocation": "eu1",
    }


async def _properties(portal: Portal, request: Request) -> Any:
    return {"results": definitions(portal.shelf(request.path_params["type"]))}


async def _pipelines(portal: Portal, request: Request) -> Any:
    return {"results": pipelines()}


async def _owners(portal: Portal, request: Request) -> Any:
    return {"results": owners()}


async def _emails(portal: Portal, request: Request) -> Any:
    found = letters(portal.company)
    if request.query_params.get("includeStats") != "true":
        found = [{name: value for name, value in mail.items() if name != "stats"} for mail in found]
    page, paging = objects.paged(request, found, objects.LISTED)
    return {"total": len(found), "results": page, **paging}


def _authenticate(request: Request) -> None:
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":
        raise Refusal(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")


def routes(company: Company) -> list[BaseRoute]:
    """The endpoints of one portal; objects lie under /crm/v3/objects and under their dated successors."""
    portal = Portal(company)

    def guarded(answer: Answering) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            try:
                _authenticate(request)
                status, body = 200, await answer(portal, request)
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
            # A batch that could not be answered whole says so with 207; the search sends no counters.
            status = 207 if "numErrors" in body else status
            headers = {} if answer is objects.searched else portal.counted()
            return Response(orjson.dumps(body), status, headers, "application/json;charset=utf-8")

        return endpoint

    def route(path: str, answer: Answering, method: str = "GET") -> Route:
        return Route(path, guarded(answer), methods=[method])

    def records(prefix: str) -> list[Route]:
        return [
            route(prefix + "/{type}/search", objects.searched, "POST"),
            route(prefix + "/{type}/batch/read", objects.batch, "POST"),
            route(prefix + "/{type}/{id}", objects.one),
            route(prefix + "/{type}", objects.every),
        ]

    return [
        route("/account-info/v3/details", _details),
        route("/crm/v3/properties/{type}", _properties),
        route("/crm/v3/pipelines/deals", _pipelines),
        route("/crm/v3/owners", _owners),
        route("/marketing/v3/emails", _emails),
        route("/crm/v4/associations/{from}/contacts/batch/read", objects.associations, "POST"),
        *records("/crm/v3/objects"),
        *records("/crm/objects/{version}"),
    ]
