"""The Graph API as Meta Ads uses it."""

from dataclasses import dataclass

from connectors.sources._graph.client import Graph
from connectors.sources._graph.errors import Judge
from connectors.sources.meta_ads.settings import MetaAdsSettings


@dataclass(frozen=True)
class MetaAds(Graph):
    """A session with the Marketing API."""

    account_ids: tuple[str, ...] = ()
    poll_seconds: float = 30.0


def connect(settings: MetaAdsSettings) -> MetaAds:
    """Opens the client; asks nothing yet."""
    return MetaAds(
        base_url=settings.base_url,
        token=settings.access_token.get_secret_value(),
        version=settings.api_version,
        judge=Judge("META_ADS", scopes="ads_read", thing="account"),
        app_secret=settings.app_secret.get_secret_value() if settings.app_secret else "",
        account_ids=settings.account_ids,
        poll_seconds=settings.poll_seconds,
    )
