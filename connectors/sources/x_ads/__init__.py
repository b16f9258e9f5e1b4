"""X Ads: what promoted posts delivered, through statistics jobs of the Ads API."""

from connectors.errors import Refused
from connectors.source import Account, Source
from connectors.sources._accounts import wanted
from connectors.sources.x_ads.client import XAds, XAdsSettings, connect
from connectors.sources.x_ads.streams import STREAMS


def accounts(client: XAds) -> list[Account]:
    """The accounts of the user. What each is paid in is asked for those alone that are loaded."""
    rows = {row["id"]: row for page in client.each_page("accounts", with_deleted="false") for row in page.rows()}
    if not (rows or client.account_ids):
        raise Refused("The user of X_ADS_ACCESS_TOKEN has no ads account: give the user access to one.")
    found = {
        id_: Account(id_, row.get("name") or id_, row["timezone"], _currency(client, id_))
        for id_, row in rows.items()
        if id_ in (client.account_ids or rows)
    }
    return wanted(client.account_ids, found, STREAMS)


def _currency(client: XAds, account: str) -> str | None:
    """That of its funding instruments, where it is one; the account itself has none."""
    listed = client.each_page(f"accounts/{account}/funding_instruments", with_deleted="false")
    currencies = {row.get("currency") for page in listed for row in page.rows()}
    return currencies.pop() if len(currencies) == 1 else None


SOURCE = Source(
    name="x_ads",
    title="X Ads",
    settings=XAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={"12": None, "11": None},
)
