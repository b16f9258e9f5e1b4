"""Who we are to Google Ads and which accounts that opens: settings, client, and the walk from managers to clients.

Developer tokens are history (sunset in September 2026): what the caller may do hangs on the Cloud project that owns the
OAuth client. The header is still sent where one is set.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import SecretStr, field_validator
from pydantic_settings import NoDecode

from connectors.errors import NotConfigured, Refused
from connectors.google_oauth import TOKEN_URL, GoogleAuth, google_credentials
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Row, Settings, settings_for
from connectors.sources.google_ads.answers import rows
from connectors.sources.google_ads.chunks import chunks
from connectors.sources.google_ads.errors import AccountRefused, judge

log = logging.getLogger(__name__)

SCOPE = "https://www.googleapis.com/auth/adwords"
_CLIENTS = (
    "SELECT customer_client.id, customer_client.descriptive_name, customer_client.time_zone, "
    "customer_client.currency_code FROM customer_client WHERE customer_client.manager = FALSE "
    "AND customer_client.hidden = FALSE AND customer_client.status = 'ENABLED'"
)


class GoogleAdsSettings(Settings):
    """A refresh token with its client, or a key file; and, behind a manager account, the manager's id."""

    model_config = settings_for("google_ads")

    refresh_token: SecretStr | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    key_file: Path | None = None
    login_customer_id: str = ""
    customer_ids: Annotated[tuple[str, ...], NoDecode] = ()
    developer_token: SecretStr | None = None
    api_version: str = "v26"
    base_url: str = "https://googleads.googleapis.com"
    token_url: str = TOKEN_URL

    @field_validator("login_customer_id", mode="after")
    @classmethod
    def _digits(cls, value: str) -> str:
        return value.replace("-", "")

    @field_validator("customer_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        return tuple(re.findall(r"\d+", value.replace("-", ""))) if isinstance(value, str) else value


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
    prefix = "GOOGLE_ADS_"
    credentials = google_credentials(
        SCOPE,
        refresh_token=settings.refresh_token,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        key_file=settings.key_file,
        token_url=settings.token_url,
        prefix=prefix,
    )
    token = settings.developer_token
    http = Http(
        settings.base_url,
        auth=GoogleAuth(credentials, prefix),
        headers={"developer-token": token.get_secret_value()} if token else {},
        secrets=secrets_of(settings),
        judge=judge,
    )
    return GoogleAds(http, settings.api_version, settings.login_customer_id, settings.customer_ids)


def accounts(client: GoogleAds) -> list[Account]:
    """The enabled client accounts below the managers; of them only the wanted ones, where settings name any.

    A wanted account that the walk does not find is listed all the same, so that it fails by itself and in the open.
    """
    found: dict[str, Account] = {}
    refused: Refused = Refused("Google Ads lists no enabled client account: give the user of the token access to one.")
    for root in [client.login] if client.login else _accessible(client):
        try:
            for account in _clients(client, root):
                found.setdefault(account.id, account)
                client.logins.setdefault(account.id, root)
        except AccountRefused as error:
            log.warning("Google Ads account %s is skipped: %s", root, error)
            refused = error
    if not found:
        raise refused
    return [found.get(id_, Account(id_, id_)) for id_ in client.wanted] or list(found.values())


def _accessible(client: GoogleAds) -> list[str]:
    names = client.http.get(f"{client.version}/customers:listAccessibleCustomers").get("resourceNames", [])
    return [name.removeprefix("customers/") for name in names]


def _clients(client: GoogleAds, root: str) -> Iterator[Account]:
    for page in client.search(root, _CLIENTS, login=root):
        for row in page:
            one = row["customerClient"]
            name = one.get("descriptiveName") or one["id"]
            yield Account(one["id"], name, one["timeZone"], one["currencyCode"])
