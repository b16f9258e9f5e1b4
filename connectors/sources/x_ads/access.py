"""Who we are to X and which accounts that opens: settings, client, what errors mean, accounts."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import Field, SecretStr

from connectors.answer import Answer, judge_status
from connectors.errors import Refused, SourceError, Unavailable
from connectors.http import Http, pages
from connectors.settings import secrets_of
from connectors.source import ACCOUNTS, Account, JsonRows, Settings, settings_for
from connectors.sources._notation import Listed
from connectors.sources.x_ads.oauth import OAuth1
from connectors.sources.x_ads.streams import STREAMS

ROWS_A_PAGE = 1000


class XAdsSettings(Settings):
    """The keys of an app that X approved for the Ads API, and of a user who may read the accounts."""

    model_config = settings_for("x_ads")

    consumer_key: SecretStr
    consumer_secret: SecretStr
    access_token: SecretStr
    access_token_secret: SecretStr
    account_ids: Listed = ()
    """Empty: every account of the user."""
    api_version: str = Field("12", pattern=r"^\d+$")
    poll_seconds: float = Field(30.0, gt=0)
    """Longest pause between two looks at statistics in the making."""
    base_url: str = "https://ads-api.x.com"


@dataclass(frozen=True)
class XAds:
    """A session with one version of the Ads API."""

    http: Http
    account_ids: tuple[str, ...]
    poll_seconds: float

    def each_page(self, path: str, **params: Any) -> Iterator[JsonRows]:
        """The rows of a list, those of deleted things included, page by page."""
        asked = {"count": ROWS_A_PAGE, "with_deleted": "true", **params}

        def ask(cursor: str) -> Any:
            answer = self.http.get(path, rows="data", params=asked | ({"cursor": cursor} if cursor else {}))
            if not isinstance(answer, dict) or not isinstance(answer.get("data"), JsonRows):
                raise Refused(f"GET {path}: an answer without a list of data.")
            return answer

        for answer in pages(ask, "", lambda answer, _: answer.get("next_cursor") or None):
            yield answer["data"]


def connect(settings: XAdsSettings) -> XAds:
    """Opens the client; asks nothing yet."""
    keys = (settings.consumer_key, settings.consumer_secret, settings.access_token, settings.access_token_secret)
    http = Http(
        f"{settings.base_url}/{settings.api_version}",
        auth=OAuth1(*(key.get_secret_value() for key in keys)),
        secrets=secrets_of(settings),
        judge=judge,
    )
    return XAds(http, settings.account_ids, settings.poll_seconds)


def judge(answer: Answer) -> SourceError | None:
    """X names its errors; how long to stay away stands in the headers, as the second at which a limit is lifted."""
    told = answer.body.get("errors") if isinstance(answer.body, dict) else None
    errors = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    said = "; ".join(f"{each.get('code')}: {each.get('message')}" for each in errors)
    if answer.status == 429:
        return Unavailable(f"HTTP 429 {said or 'Too many requests'}", _until_reset(answer))
    if not errors or answer.status >= 500 or answer.status == 408:
        return judge_status(answer)
    match answer.status:
        case 401:
            keys = "X_ADS_CONSUMER_KEY, X_ADS_CONSUMER_SECRET, X_ADS_ACCESS_TOKEN and X_ADS_ACCESS_TOKEN_SECRET"
            return Refused(f"{said} Check {keys}: all four belong together.")
        case 403:
            return Refused(f"{said} X must have approved the app for the Ads API, and its user needs the account.")
        case 404:
            return Refused(f"{said} Check X_ADS_ACCOUNT_IDS: the user does not see this account.")
    return Refused(f"HTTP {answer.status} {said}")


def _until_reset(answer: Answer) -> float | None:
    """Seconds. The limit of the account counts where both are told."""
    for scope in ("x-account-rate-limit", "x-rate-limit"):
        reset = answer.headers.get(f"{scope}-reset", "")
        if reset.isdecimal():
            return max(1.0, int(reset) - time.time())
    return None


def accounts(client: XAds) -> list[Account]:
    """The accounts of the user; of them only the wanted ones, where settings name any.

    A wanted account that is not found stays in the list, so that its own loads fail and say why; nothing is known of
    it that could be a row among the accounts.
    """
    found = {row["id"]: row for page in client.each_page("accounts", with_deleted="false") for row in page.rows()}
    if not found and not client.account_ids:
        raise Refused("The user of X_ADS_ACCESS_TOKEN has no ads account: give the user access to one.")
    streams = tuple(stream.name for stream in STREAMS if stream is not ACCOUNTS)
    return [
        Account(id_, found[id_].get("name") or id_, found[id_]["timezone"], _currency(client, id_))
        if id_ in found
        else Account(id_, id_, streams=streams)
        for id_ in client.account_ids or found
    ]


def _currency(client: XAds, account: str) -> str | None:
    """That of its funding instruments, where it is one; the account itself has none."""
    listed = client.each_page(f"accounts/{account}/funding_instruments", with_deleted="false")
    currencies = {row.get("currency") for page in listed for row in page.rows()}
    return currencies.pop() if len(currencies) == 1 else None
