"""Google Search Console: settings, the client, the sites. The tables are in streams.py."""

from pydantic import Field, field_validator

from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Source, settings_for
from connectors.sources._days import PACIFIC
from connectors.sources._google import GoogleAuth, GoogleSettings, either
from connectors.sources._settings import Listed
from connectors.sources.search_console.client import PREFIX, Judge, SearchConsole
from connectors.sources.search_console.streams import STREAMS

SCOPE = "https://www.googleapis.com/auth/webmasters.readonly"
SEARCH_TYPES = ("web", "image", "video", "news", "discover", "googleNews")


class SearchConsoleSettings(GoogleSettings):
    """A service account must have been added to the sites as a user."""

    model_config = settings_for("search_console")

    site_urls: Listed = Field(min_length=1)
    """`sc-domain:example.com` or `https://www.example.com/`. One contains the other: choose one."""
    search_types: Listed = ("web", "discover")
    base_url: str = "https://searchconsole.googleapis.com"
    queries_per_minute: int = 1200
    """Google's limit for a site; a new Cloud project often has 60."""
    page_rows: int = 25_000
    """Rows asked for at once; Google gives at most 25,000."""

    @field_validator("site_urls")
    @classmethod
    def _as_google_names_them(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        for site in sites:
            if not site.startswith("sc-domain:") and not (site.startswith("http") and site.endswith("/")):
                raise ValueError(f"{site} is neither like sc-domain:example.com nor like https://www.example.com/")
        return sites

    @field_validator("search_types")
    @classmethod
    def _known(cls, types: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(types).difference(SEARCH_TYPES):
            raise ValueError(f"{', '.join(sorted(unknown))}: Google knows {', '.join(SEARCH_TYPES)}")
        return types


def connect(settings: SearchConsoleSettings) -> SearchConsole:
    return SearchConsole(
        http=Http(
            settings.base_url,
            GoogleAuth(settings.credentials(SCOPE), either(PREFIX)),
            secrets=secrets_of(settings),
            judge=Judge(),
            per_second=settings.queries_per_minute / 60,
        ),
        sites=settings.site_urls,
        search_types=settings.search_types,
        page_rows=settings.page_rows,
    )


def accounts(client: SearchConsole) -> list[Account]:
    """The sites that were asked for. Their days are Pacific days; there is no currency.

    A site that is closed to us says so in its own loads; here only the credential is tried.
    """
    client.http.get("/webmasters/v3/sites")
    return [Account(site, site, PACIFIC) for site in client.sites]


SOURCE = Source(
    name="search_console",
    title="Google Search Console",
    settings=SearchConsoleSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
