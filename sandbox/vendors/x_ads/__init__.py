"""X's Ads API over HTTP: signed requests, entities in pages, statistics at once or by jobs."""

import gzip
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.vendors.x_ads.entities import Entities
from sandbox.vendors.x_ads.errors import ERRORS, Refusal
from sandbox.vendors.x_ads.signature import KEYS, is_signed
from sandbox.vendors.x_ads.stats import Stats

__all__ = ["ENV", "ERRORS", "routes"]

ENV = {**KEYS, "X_ADS_POLL_SECONDS": "0.001"}  # jobs are ready on the second look
VERSIONS = ("11", "12")


def routes(company: Company) -> list[BaseRoute]:
    """The API, and the storage from which what jobs made is downloaded."""
    entities, stats = Entities(company), Stats(company)

    def answered(request: Request, params: dict[str, str]) -> dict[str, Any]:
        version, path = request.path_params["version"], request.path_params["path"].strip("/")
        if version not in VERSIONS:
            raise Refusal(404, "ENDPOINT_NOT_FOUND", "This version of the Ads API is not served.")
        if not is_signed(request):
            raise Refusal(401, "UNAUTHORIZED_ACCESS", "This request is not properly authenticated")
        match request.method, path.split("/"):
            case "GET", ["accounts", *place]:
                return entities.listed(place, params)
            case "GET", ["stats", "accounts", account, "active_entities"]:
                return {"data": stats.active(account, params)}
            case "GET", ["stats", "accounts", account]:
                return stats.at_once(account, params)
            case "POST", ["stats", "jobs", "accounts", account]:
                return {"data": stats.order(account, params)}
            case "GET", ["stats", "jobs", "accounts", account]:
                home, _, _ = str(request.url).partition(f"/{version}/stats/")
                return {"data": stats.jobs(account, params, f"{home}/storage"), "next_cursor": None}
        raise Refusal(404, "ROUTE_NOT_FOUND", "The requested resource could not be found")

    async def endpoint(request: Request) -> Response:
        params = dict(request.query_params)
        try:
            status, body = 200, answered(request, params)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        return _json({**body, "request": {"params": params}}, status)

    async def storage(request: Request) -> Response:
        if "Authorization" in request.headers:  # a file has an address that opens it, and no owner
            return Response("Bad request", 400)
        made = orjson.dumps(stats.made(request.path_params["id"]))
        return Response(gzip.compress(made), media_type="application/gzip")

    return [
        Route("/storage/{id}.json.gz", storage),
        Route("/{version}/{path:path}", endpoint, methods=["GET", "POST"]),
    ]


def _json(body: object, status: int = 200) -> Response:
    headers = {"x-rate-limit-limit": "2000", "x-rate-limit-remaining": "1990", "x-rate-limit-reset": "1790000000"}
    return Response(orjson.dumps(body), status, headers, "application/json; charset=utf-8")
