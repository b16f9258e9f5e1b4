"""Meta Ads: what Facebook and Instagram advertising delivered, through the Marketing API's insights."""

from connectors.source import Source
from connectors.sources.meta_ads.accounts import accounts
from connectors.sources.meta_ads.graph import connect
from connectors.sources.meta_ads.settings import MetaAdsSettings
from connectors.sources.meta_ads.streams import STREAMS

SOURCE = Source(
    name="meta_ads",
    title="Meta Ads",
    settings=MetaAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
