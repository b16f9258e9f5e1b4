"""TikTok Ads (Business API v1.3): what the ads of each advertiser delivered, and how they are set up."""

from pydantic import Field, SecretStr

from connectors.http import Http
from connectors.settings import secrets_of
from connectors.source import Account, Settings, Source, settings_for
from connectors.sources._accounts import wanted
from connectors.sources._settings import Listed
from connectors.sources.tiktok_ads.client import TikTok, judge
from connectors.sources.tiktok_ads.streams import STREAMS


class TikTokAdsSettings(Settings):
    """Advertisers are named: TikTok lists them only for the app's secret in a URL, where logs would keep it."""

    model_config = settings_for("tiktok_ads")

    access_token: SecretStr
    advertiser_ids: Listed = Field(min_length=1)
    requests_per_second: float = Field(8.0, gt=0)
    """An app of the basic tier has 10 a second and 600 a minute."""
    base_url: str = "https://business-api.tiktok.com"


def connect(settings: TikTokAdsSettings) -> TikTok:
    token = settings.access_token.get_secret_value()
    http = Http(
        settings.base_url,
        headers={"Access-Token": token},
        secrets=secrets_of(settings),
        judge=judge,
        per_second=settings.requests_per_second,
    )
    return TikTok(http, settings.advertiser_ids)


def accounts(tiktok: TikTok) -> list[Account]:
    return wanted(tiktok.advertiser_ids, tiktok.advertisers(), STREAMS)


SOURCE = Source(
    name="tiktok_ads",
    title="TikTok Ads",
    settings=TikTokAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
