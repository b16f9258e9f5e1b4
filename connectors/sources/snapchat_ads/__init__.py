"""Snapchat Ads (Marketing API v1): what campaigns and ads delivered, and how they are set up."""

from pydantic import Field, SecretStr

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._accounts import wanted
from connectors.sources._oauth import Bearer, Kept, Refreshing, judge_grant
from connectors.sources._settings import Listed
from connectors.sources.snapchat_ads.client import Snapchat, judge
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


def connect(settings: SnapchatAdsSettings) -> Snapchat:
    secrets = secrets_of(settings)
    grant = Refreshing(
        endpoint=Http(settings.token_url, secrets=secrets, judge=judge_grant),
        kept=Kept(settings.refresh_token.get_secret_value()),
        setting="SNAPCHAT_ADS_REFRESH_TOKEN",
        remedy="SNAPCHAT_ADS_REFRESH_TOKEN was refused: authorise the app again and set its new token ({}).",
        form={"client_id": settings.client_id, "client_secret": settings.client_secret.get_secret_value()},
    )
    http = Http(
        f"{settings.base_url}/v1",
        auth=Bearer(grant),
        secrets=secrets,
        judge=judge,
        per_second=settings.requests_per_second,
    )
    return Snapchat(http, settings.ad_account_ids)


def accounts(snapchat: Snapchat) -> list[Account]:
    """The ad accounts that are named, or all of the organizations that the token's user belongs to."""
    listed = {
        row["id"]: Account(row["id"], row["name"], row["timezone"], row["currency"])
        for organizations in snapchat.rows("me/organizations", "organization")
        for organization in organizations
        for page in snapchat.rows(f"organizations/{organization['id']}/adaccounts", "adaccount")
        for row in page
    }
    if not listed and not snapchat.ad_account_ids:
        raise Refused("SNAPCHAT_ADS_REFRESH_TOKEN opens no ad account: give its user a role in one.")
    return wanted(snapchat.ad_account_ids, listed, STREAMS)


SOURCE = Source(
    name="snapchat_ads",
    title="Snapchat Ads",
    settings=SnapchatAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
