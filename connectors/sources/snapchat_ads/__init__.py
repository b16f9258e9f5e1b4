"""Snapchat Ads (Marketing API v1): what campaigns and ads delivered, and how they are set up."""

from pydantic import Field, SecretStr

from connectors.errors import Refused
from connectors.http import Http
from connectors.source import ACCOUNTS, Account, Settings, Source, settings_for
from connectors.sources._notation import Listed
from connectors.sources._oauth import RefreshToken
from connectors.sources.snapchat_ads import client
from connectors.sources.snapchat_ads.streams import STREAMS


class SnapchatAdsSettings(Settings):
    model_config = settings_for("snapchat_ads")

    client_id: str
    client_secret: SecretStr
    refresh_token: SecretStr
    """Granted with the scope snapchat-marketing-api; it does not expire."""
    ad_account_ids: Listed = ()
    """Empty: every ad account of the organizations that the token's user belongs to."""
    requests_per_second: float = Field(8.0, gt=0)
    """A token may make 10 requests a second."""
    base_url: str = "https://adsapi.snapchat.com"
    token_url: str = "https://accounts.snapchat.com/login/oauth2/access_token"  # noqa: S105


def connect(settings: SnapchatAdsSettings) -> client.Snapchat:
    secret, token = settings.client_secret.get_secret_value(), settings.refresh_token.get_secret_value()
    app = {"client_id": settings.client_id, "client_secret": secret}
    endpoint = Http(settings.token_url, secrets=(secret, token))
    http = Http(
        f"{settings.base_url}/v1",
        auth=RefreshToken(endpoint, token, "SNAPCHAT_ADS_REFRESH_TOKEN", app),
        secrets=(secret, token),
        judge=client.judge,
        per_second=settings.requests_per_second,
    )
    return client.Snapchat(http, settings.ad_account_ids)


def accounts(snapchat: client.Snapchat) -> list[Account]:
    """The ad accounts that are named, or all. One without access stays in the list: its own loads fail and say why."""
    listed = {
        row["id"]: Account(row["id"], row["name"], row["timezone"], row["currency"])
        for organizations in snapchat.rows("me/organizations", "organization")
        for organization in organizations
        for page in snapchat.rows(f"organizations/{organization['id']}/adaccounts", "adaccount")
        for row in page
    }
    if not listed and not snapchat.ad_account_ids:
        raise Refused("SNAPCHAT_ADS_REFRESH_TOKEN opens no ad account: give its user a role in one.")
    unlisted = tuple(stream.name for stream in STREAMS if stream is not ACCOUNTS)
    return [listed.get(id_) or Account(id_, id_, streams=unlisted) for id_ in snapchat.ad_account_ids or listed]


SOURCE = Source(
    name="snapchat_ads",
    title="Snapchat Ads",
    settings=SnapchatAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
