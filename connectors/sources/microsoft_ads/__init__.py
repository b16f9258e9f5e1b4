"""Microsoft Advertising: what ads on Bing and its partners delivered, through reports that are made and downloaded."""

from collections.abc import Iterator

from connectors.errors import Refused
from connectors.http import pages
from connectors.source import Account, Row, Source
from connectors.sources._accounts import wanted
from connectors.sources.microsoft_ads.client import MicrosoftAds, MicrosoftAdsSettings, connect
from connectors.sources.microsoft_ads.streams import STREAMS

ACCOUNTS_A_PAGE = 1000


def accounts(client: MicrosoftAds) -> list[Account]:
    """The accounts of the user. Figures are counted in UTC days, whatever zone an account is in."""
    found = {row["Id"]: row for row in _listed(client)}
    client.customers.update({id_: str(row["ParentCustomerId"]) for id_, row in found.items()})
    if not (found or client.account_ids):
        raise Refused("The user of MICROSOFT_ADS_REFRESH_TOKEN has no ad account: give the user access to one.")
    known = {id_: Account(id_, row.get("Name") or id_, "UTC", row.get("CurrencyCode")) for id_, row in found.items()}
    return wanted(client.account_ids, known, STREAMS)


def _listed(client: MicrosoftAds) -> Iterator[Row]:
    user = client.ask("clientcenter", "CustomerManagement/v13/User/Query", {"UserId": None})["User"]["Id"]
    of_the_user = [{"Field": "UserId", "Operator": "Equals", "Value": str(user)}]

    def ask(page: int) -> list[Row]:
        question = {"Predicates": of_the_user, "PageInfo": {"Index": page, "Size": ACCOUNTS_A_PAGE}}
        answer = client.ask("clientcenter", "CustomerManagement/v13/Accounts/Search", question)
        return [{**row, "Id": str(row["Id"])} for row in answer.get("Accounts") or []]

    for page in pages(ask, 0, lambda rows, page: page + 1 if len(rows) == ACCOUNTS_A_PAGE else None):
        yield from page


SOURCE = Source(
    name="microsoft_ads",
    title="Microsoft Advertising",
    settings=MicrosoftAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    concurrency=3,  # as many reports as may be in the making without errors; an account orders one at a time
)
