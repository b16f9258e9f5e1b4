"""Who we are to Google Ads: settings, and a session that asks in GAQL.

Developer tokens are history (sunset in September 2026): what the caller may do hangs on the Cloud project that owns the
OAuth client. The header is still sent where one is set.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, SecretStr, field_validator

from connectors.errors import NotConfigured
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Row, settings_for
from connectors.sources._google import GoogleAuth, GoogleSettings, either
from connectors.sources._settings import Listed, numbers
from connectors.sources.google_ads.answers import rows
from connectors.sources.google_ads.chunks import chunks
from connectors.sources.google_ads.errors import judge

SCOPE = "https://www.googleapis.com/auth/adwords"


class GoogleAdsSettings(GoogleSettings):
    """Behind a manager account, the manager's id is needed, too."""

    model_config = settings_for("google_ads")

    login_customer_id: str = ""
    customer_ids: Annotated[Listed, AfterValidator(numbers("a customer id such as 123-456-7890", "-"))] = ()
    """Empty: every enabled account below the managers."""
    developer_token: SecretStr | None = None
    api_version: str = "v26"
    base_url: str = "https://googleads.googleapis.com"

    @field_validator("login_customer_id", mode="after")
    @classmethod
    def _digits(cls, value: str) -> str:
        return value.replace("-", "")


@dataclass(frozen=True)
class GoogleAds:
    """An open session. `logins` remembers through which manager the walk found each account."""

    http: Http
    version: str
    login: str = ""
    wanted: tuple[str, ...] = ()
    logins: dict[str, str] = field(default_factory=dict)

    def login_of(self, customer: str) -> str:
        return self.logins.get(customer, self.login or customer)

    def ask(self, customer: str, query: str, login: str | None = None) -> Iterator[bytes]:
        """The answer to a GAQL query in unparsed chunks.

        A stream that breaks raises Unavailable and is not resumed: what came before the break is with the reader by
        then, who must drop it with the error, as the lake drops a window. Only what was never opened is tried again.
        """
        path = f"{self.version}/customers/{customer}/googleAds:searchStream"
        headers = {"login-customer-id": login or self.login_of(customer)}
        with self.http.stream("POST", path, json={"query": query}, headers=headers) as blocks:
            yield from chunks(blocks)

    def search(self, customer: str, query: str, login: str | None = None) -> Iterator[list[Row]]:
        """The rows of a GAQL query, a page a chunk."""
        return map(rows, self.ask(customer, query, login))


def connect(settings: GoogleAdsSettings) -> GoogleAds:
    if settings.refresh_token is None and settings.key_file is None:
        raise NotConfigured("GOOGLE_ADS_REFRESH_TOKEN")
    token = settings.developer_token
    http = Http(
        settings.base_url,
        auth=GoogleAuth(settings.credentials(SCOPE), either("GOOGLE_ADS_")),
        headers={"developer-token": token.get_secret_value()} if token else {},
        secrets=secrets_of(settings),
        judge=judge,
    )
    return GoogleAds(http, settings.api_version, settings.login_customer_id, settings.customer_ids)
