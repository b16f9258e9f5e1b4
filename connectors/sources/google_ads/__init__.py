"""Google Ads: campaigns, ads, keywords, search terms and what they brought, by GAQL over the REST API."""

import logging
from collections.abc import Iterator
from datetime import date

from connectors.errors import Refused
from connectors.source import Account, Source
from connectors.sources._accounts import wanted
from connectors.sources.google_ads.client import GoogleAds, GoogleAdsSettings, connect
from connectors.sources.google_ads.errors import AccountRefused
from connectors.sources.google_ads.streams import STREAMS

log = logging.getLogger(__name__)

_CLIENTS = (
    "SELECT customer_client.id, customer_client.descriptive_name, customer_client.time_zone, "
    "customer_client.currency_code FROM customer_client WHERE customer_client.manager = FALSE "
    "AND customer_client.hidden = FALSE AND customer_client.status = 'ENABLED'"
)


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
    return wanted(client.wanted, found, STREAMS)


def _accessible(client: GoogleAds) -> list[str]:
    names = client.http.get(f"{client.version}/customers:listAccessibleCustomers").get("resourceNames", [])
    return [name.removeprefix("customers/") for name in names]


def _clients(client: GoogleAds, root: str) -> Iterator[Account]:
    for page in client.search(root, _CLIENTS, login=root):
        for row in page:
            one = row["customerClient"]
            name = one.get("descriptiveName") or one["id"]
            yield Account(one["id"], name, one["timeZone"], one["currencyCode"])


SOURCE = Source(
    name="google_ads",
    title="Google Ads",
    settings=GoogleAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={
        "v23": date(2027, 2, 1),
        "v24": date(2027, 5, 1),
        "v25": date(2027, 8, 1),
        "v26": date(2027, 11, 1),
    },
)
