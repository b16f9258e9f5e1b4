"""The ad accounts that are loaded."""

from collections.abc import Mapping
from typing import Any

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account
from connectors.sources.meta_ads.graph import MetaAds
from connectors.sources.meta_ads.streams import STREAMS

QUESTION = {"fields": "account_id,name,currency,timezone_name"}


def accounts(graph: MetaAds) -> list[Account]:
    """The accounts that are configured, or all that the token can read.

    A configured account that the token cannot read stays in the list, so that its own loads fail and say why, and stop
    no other. It has no row among the accounts: its time zone and currency are not known.
    """
    listed = [_account(row) for page in graph.each_page("me/adaccounts", QUESTION) for row in page.rows()]
    if graph.account_ids:
        readable = {account.id: account for account in listed}
        return [readable.get(id_) or _unlisted(graph, id_) for id_ in graph.account_ids]
    if not listed:
        raise Refused("META_ADS_ACCESS_TOKEN opens no ad account: assign accounts to its system user.")
    return listed


def _unlisted(graph: MetaAds, id_: str) -> Account:
    try:
        return _account(graph.ask("GET", f"act_{id_}", QUESTION, id_))
    except Refused:
        return Account(id_, id_, streams=tuple(stream.name for stream in STREAMS if stream is not ACCOUNTS))


def _account(row: Mapping[str, Any]) -> Account:
    return Account(row["account_id"], row.get("name") or row["account_id"], row["timezone_name"], row["currency"])
