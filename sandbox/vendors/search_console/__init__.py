"""Google Search Console: sites, sitemaps, search analytics, the token endpoint."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.company import Company
from sandbox.faults import Fault
from sandbox.vendors._google import as_json, error_body, legacy_body, oauth_env, signed_in, token_route
from sandbox.vendors.search_console.analytics import Analytics
from sandbox.vendors.search_console.reading import Invalid

SITE = "sc-domain:torrefino.example"
ENV = {
    "SEARCH_CONSOLE_SITE_URLS": SITE,
    "SEARCH_CONSOLE_PAGE_ROWS": "1000",
    "SEARCH_CONSOLE_QUERIES_PER_MINUTE": "60000",
    **oauth_env("search_console"),
}
PATHS = {"SEARCH_CONSOLE_TOKEN_URL": "/token"}

_LIMITS = "Learn about usage limits: https://developers.google.com/webmaster-tools/v3/limits"
ERRORS = {
    "quota_exceeded": Fault(
        "status",
        403,
        body=legacy_body(
            403, f"Search Analytics QPS quota exceeded. {_LIMITS}", domain="usageLimits", reason="quotaExceeded"
        ),
    ),
    "project_quota": Fault(
        "status",
        429,
        body=error_body(
            429,
            "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service "
            "'searchconsole.googleapis.com'.",
            "RESOURCE_EXHAUSTED",
        ),
    ),
    "forbidden": Fault(
        "status",
        403,
        body=legacy_body(
            403, f"User does not have sufficient permission for site '{SITE}'.", domain="global", reason="forbidden"
        ),
    ),
    "invalid_argument": Fault("status", 400, body=legacy_body(400, "Invalid argument.", "global", "badRequest")),
    "unauthenticated": Fault(
        "status", 401, body=error_body(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED")
    ),
    "backend_error": Fault("status", 500, body=legacy_body(500, "Backend Error", "global", "backendError")),
}


def routes(company: Company) -> list[Route]:
    analytics = Analytics(company)

    def closed(site: str) -> Response | None:
        if site == SITE:
            return None
        said = f"User does not have sufficient permission for site '{site}'."
        return as_json(legacy_body(403, said, "global", "forbidden"), 403)

    async def query(request: Request) -> Response:
        if refusal := closed(request.path_params["site"]):
            return refusal
        try:
            return as_json(analytics.answer(orjson.loads(await request.body())))
        except Invalid as fault:
            return as_json(legacy_body(400, str(fault), "global", "badRequest"), 400)

    async def sites(request: Request) -> Response:
        unverified = {"siteUrl": f"https://{company.domain}/", "permissionLevel": "siteUnverifiedUser"}
        return as_json({"siteEntry": [{"siteUrl": SITE, "permissionLevel": "siteOwner"}, unverified]})

    async def site(request: Request) -> Response:
        return closed(request.path_params["site"]) or as_json({"siteUrl": SITE, "permissionLevel": "siteOwner"})

    async def sitemaps(request: Request) -> Response:
        return closed(request.path_params["site"]) or as_json({"sitemap": [_sitemap(company)]})

    return [
        token_route("https://www.googleapis.com/auth/webmasters.readonly"),
        Route("/webmasters/v3/sites", signed_in(sites)),
        Route("/webmasters/v3/sites/{site:path}/searchAnalytics/query", signed_in(query), methods=["POST"]),
        Route("/webmasters/v3/sites/{site:path}/sitemaps", signed_in(sitemaps)),
        Route("/webmasters/v3/sites/{site:path}", signed_in(site)),
    ]


def _sitemap(company: Company) -> dict[str, object]:
    return {
        "path": f"https://{company.domain}/sitemap.xml",
        "lastSubmitted": "2025-06-02T08:15:00.000Z",
        "isPending": False,
        "isSitemapsIndex": False,
        "type": "sitemap",
        "lastDownloaded": f"{company.today}T02:40:11.000Z",
        "warnings": "1",
        "errors": "0",
        "contents": [{"type": "web", "submitted": str(len(company.pages)), "indexed": "0"}],
    }
