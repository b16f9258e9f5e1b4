"""Meta's Marketing API: what the company's ads delivered, told as insights."""

from starlette.routing import Route

from sandbox.company import Company
from sandbox.vendors._graph import graph_routes
from sandbox.vendors.meta_ads.errors import ERRORS
from sandbox.vendors.meta_ads.graph import Graph

__all__ = ["ENV", "ERRORS", "routes"]

ENV = {
    "META_ADS_ACCESS_TOKEN": "EAAsandboxSystemUserToken",
    "META_ADS_APP_SECRET": "0123sandboxappsecret4567",
    "META_ADS_POLL_SECONDS": "0.01",  # reports are ready on the third look
}


def routes(company: Company) -> list[Route]:
    return graph_routes(Graph(company, ENV["META_ADS_ACCESS_TOKEN"], ENV["META_ADS_APP_SECRET"]).answer)
