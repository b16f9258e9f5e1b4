"""Ahrefs (API v3): where our domain and its competitors rank, and who links to them. The tables are in streams.py."""

from pydantic import Field, SecretStr

from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._settings import Listed
from connectors.sources.ahrefs.client import Ahrefs, judge
from connectors.sources.ahrefs.streams import ORGANIC_KEYWORDS, REFDOMAINS, STREAMS


class AhrefsSettings(Settings):
    model_config = settings_for("ahrefs")

    api_key: SecretStr
    domains: Listed
    """Comma-separated: our own domains, with all that is below them."""
    competitors: Listed = ()
    countries: Listed = ("",)
    """Comma-separated two-letter codes (us,gb,de); left out, all countries together."""
    keywords: int = Field(default=0, ge=0)
    """Keywords of each domain and country that are loaded each night, at 36 units each; 0 = none."""
    refdomains: int = Field(default=0, ge=0)
    """Linking domains of each domain that are loaded each night, at 9 units each; 0 = none."""
    page_rows: int = Field(default=100, ge=1)
    """Rows that the plan gives at once: Lite 100, Standard 250, Advanced 500."""
    requests_per_minute: float = Field(default=54, gt=0)
    """A little below the sixty that a key has."""
    base_url: str = "https://api.ahrefs.com/v3"


def connect(settings: AhrefsSettings) -> Ahrefs:
    http = Http(
        settings.base_url,
        headers={"Authorization": f"Bearer {settings.api_key.get_secret_value()}"},
        secrets=secrets_of(settings),
        judge=judge,
        per_second=settings.requests_per_minute / 60,
    )
    return Ahrefs(
        http=http,
        domains=settings.domains,
        competitors=settings.competitors,
        countries=tuple(country.lower() for country in settings.countries),
        keywords=settings.keywords,
        refdomains=min(settings.refdomains, settings.page_rows),
        page_rows=settings.page_rows,
    )


def accounts(client: Ahrefs) -> list[Account]:
    """Each domain is an account. Ahrefs' days are UTC, its money is in US dollars."""
    client.usage()
    left_out = {
        stream.name
        for stream, rows in ((ORGANIC_KEYWORDS, client.keywords), (REFDOMAINS, client.refdomains))
        if not rows
    }
    streams = tuple(stream.name for stream in STREAMS if stream.name not in left_out)
    domains = dict.fromkeys((*client.domains, *client.competitors))
    return [Account(domain, domain, "UTC", "USD", streams) for domain in domains]


SOURCE = Source(
    name="ahrefs",
    title="Ahrefs",
    settings=AhrefsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
