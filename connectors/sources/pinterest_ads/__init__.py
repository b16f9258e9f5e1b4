"""Pinterest Ads (API v5): what campaigns and ads delivered, and how they are set up."""

from pydantic import Field, SecretStr
from requests.auth import HTTPBasicAuth

from connectors.errors import Refused
from connectors.http import Http
from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
from connectors.sources._notation import Listed
from connectors.sources._oauth import RefreshToken
from connectors.sources.pinterest_ads import client
from connectors.sources.pinterest_ads.streams import STREAMS


class PinterestAdsSettings(Settings):
    model_config = settings_for("pinterest_ads")

    app_id: str
    app_secret: SecretStr
    refresh_token: SecretStr
    """Granted with the scope ads:read. Pinterest lets it expire, too: after 60 days, or a year for older apps."""
    ad_account_ids: Listed = ()
    """Empty: every ad account that the token can read."""
    requests_per_second: float = Field(4.5, gt=0)
    """Analytics allow 300 requests a minute, everything else more."""
    base_url: str = "https://api.pinterest.com"
    poll_seconds: float = Field(5.0, gt=0)
    """Pause between two looks at a report in the making."""


def connect(settings: PinterestAdsSettings) -> client.Pinterest:
    secret, token = settings.app_secret.get_secret_value(), settings.refresh_token.get_secret_value()
    endpoint = Http(
        f"{settings.base_url}/v5/oauth/token", auth=HTTPBasicAuth(settings.app_id, secret), secrets=(secret, token)
    )
    http = Http(
        f"{settings.base_url}/v5",
        auth=RefreshToken(endpoint, token, "PINTEREST_ADS_REFRESH_TOKEN", client={}),
        secrets=(secret, token),
        judge=client.judge,
        per_second=settings.requests_per_second,
    )
    return client.Pinterest(http, settings.ad_account_ids, settings.poll_seconds)


def accounts(pinterest: client.Pinterest) -> list[Account]:
    """The ad accounts that are named, or all. One without access stays in the list: its own loads fail and say why.

    Days are UTC for every account, whatever time zone it names.
    """
    listed = {
        row["id"]: Account(row["id"], row.get("name") or row["id"], "UTC", row["currency"])
        for page in pinterest.items("ad_accounts")
        for row in page
    }
    if not listed and not pinterest.ad_account_ids:
        raise Refused("PINTEREST_ADS_REFRESH_TOKEN opens no ad account: have one shared with its user.")
    unlisted = tuple(stream.name for stream in STREAMS if stream is not ACCOUNTS)
    return [listed.get(id_) or Account(id_, id_, streams=unlisted) for id_ in pinterest.ad_account_ids or listed]


SOURCE = Source(
    name="pinterest_ads",
    title="Pinterest Ads",
    settings=PinterestAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
