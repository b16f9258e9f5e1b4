"""Meta's Marketing API over HTTP: where credentials and parameters may stand in a request, and errors as answers."""

from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.vendors.meta_ads.errors import ERRORS, GraphError
from sandbox.vendors.meta_ads.graph import Call, Graph

__all__ = ["ENV", "ERRORS", "routes"]

ENV = {
    "META_ADS_ACCESS_TOKEN": "EAAsandboxSystemUserToken",
    "META_ADS_APP_SECRET": "0123sandboxappsecret4567",
    "META_ADS_POLL_SECONDS": "0.01",  # reports are ready on the third look
}


def routes(company: Company) -> list[Route]:
    """Every object of the Graph lies under one path; trailing slashes mean nothing."""
    graph = Graph(company, ENV["META_ADS_ACCESS_TOKEN"], ENV["META_ADS_APP_SECRET"])

    async def endpoint(request: Request) -> Response:
        params = dict(request.query_params)
        if request.method == "POST":
            params |= dict(parse_qsl((await request.body()).decode()))
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(
            method=request.method,
            path=request.path_params["path"],
            params=params,
            url=str(request.url.replace(query="")),
            token=params.get("access_token") or bearer,
        )
        try:
            status, body = 200, graph.answer(call)
        except GraphError as error:
            status, body = error.status, error.body
        return Response(orjson.dumps(body), status, call.headers, "application/json; charset=UTF-8")

    return [Route("/{path:path}", endpoint, methods=["GET", "POST"])]
