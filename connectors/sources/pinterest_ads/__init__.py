"""Pinterest Ads (API v5): what campaigns and ads delivered, and how they are set up."""

from pathlib import Path

from pydantic import Field, SecretStr
from requests.auth import HTTPBasicAuth

from connectors.errors import Refused
from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._accounts import wanted
from connectors.sources._oauth import Bearer, Kept, Refreshing, judge_grant
from connectors.sources._settings import Listed
from connectors.sources.pinterest_ads.client import Pinterest, judge
from connectors.sources.pinterest_ads.streams import STREAMS


class PinterestAdsSettings(Settings):
    model_config = settings_for("pinterest_ads")

    app_id: str
    app_secret: SecretStr
    refresh_token: SecretStr
    """Granted with the scope ads:read. It ends after 60 days (a year for older apps); each use brings a younger one."""
    token_file: Path | None = None
    """Where the newest refresh token is kept; without it the consent ends with the first one."""
    ad_account_ids: Listed = ()
    """Empty: every ad account that the token can read."""
    requests_per_second: float = Field(4.5, gt=0)
    """Analytics allow 300 requests a minute, everything else more."""
    base_url: str = "https://api.pinterest.com"
    poll_seconds: float = Field(5.0, gt=0)
    """Longest pause between two looks at a report in the making."""


def connect(settings: PinterestAdsSettings) -> Pinterest:
    app, secrets = HTTPBasicAuth(settings.app_id, settings.app_secret.get_secret_value()), secrets_of(settings)
    grant = Refreshing(
        endpoint=Http(f"{settings.base_url}/v5/oauth/token", auth=app, secrets=secrets, judge=judge_grant),
        kept=Kept(
            settings.refresh_token.get_secret_value(),
            settings.token_file,
            "Pinterest gave a younger refresh token; without PINTEREST_ADS_TOKEN_FILE it is not kept.",
        ),
        setting="PINTEREST_ADS_REFRESH_TOKEN",
        remedy="PINTEREST_ADS_REFRESH_TOKEN was refused: authorise the app again and set its new token ({}).",
        form={},
    )
    http = Http(
        f"{settings.base_url}/v5",
        auth=Bearer(grant),
        secrets=secrets,
        judge=judge,
        per_second=settings.requests_per_second,
    )
    return Pinterest(http, settings.ad_account_ids, settings.poll_seconds)


def accounts(pinterest: Pinterest) -> list[Account]:
    """The ad accounts that are named, or all. Days are UTC for every account, whatever time zone it names."""
    listed = {
        row["id"]: Account(row["id"], row.get("name") or row["id"], "UTC", row["currency"])
        for page in pinterest.items("ad_accounts")
        for row in page
    }
    if not listed and not pinterest.ad_account_ids:
        raise Refused("PINTEREST_ADS_REFRESH_TOKEN opens no ad account: have one shared with its user.")
    return wanted(pinterest.ad_account_ids, listed, STREAMS)


SOURCE = Source(
    name="pinterest_ads",
    title="Pinterest Ads",
    settings=PinterestAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
