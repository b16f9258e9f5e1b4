"""Meta Ads: what Facebook and Instagram advertising delivered, through the Marketing API's insights."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from connectors.errors import Refused
from connectors.source import Account, Source
from connectors.sources._accounts import unread
from connectors.sources.meta_ads.client import MetaAds, MetaAdsSettings, connect
from connectors.sources.meta_ads.streams import STREAMS

QUESTION = {"fields": "account_id,name,currency,timezone_name"}


def accounts(graph: MetaAds) -> list[Account]:
    """The accounts that settings name, or all that the token can read. It can read more than it lists."""
    listed = [_account(row) for page in graph.each_page("me/adaccounts", QUESTION) for row in page.rows()]
    if not (listed or graph.account_ids):
        raise Refused("META_ADS_ACCESS_TOKEN opens no ad account: assign accounts to its system user.")
    readable = {account.id: account for account in listed}
    return [readable.get(id_) or _unlisted(graph, id_) for id_ in graph.account_ids or readable]


def _unlisted(graph: MetaAds, id_: str) -> Account:
    try:
        return _account(graph.ask("GET", f"act_{id_}", QUESTION, id_))
    except Refused:
        return unread(id_, STREAMS)


def _account(row: Mapping[str, Any]) -> Account:
    return Account(row["account_id"], row.get("name") or row["account_id"], row["timezone_name"], row["currency"])


SOURCE = Source(
    name="meta_ads",
    title="Meta Ads",
    settings=MetaAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={"v25.0": date(2027, 2, 18), "v26.0": date(2027, 7, 29)},
)
