"""Meta Ads: what Facebook and Instagram advertising delivered, through the Marketing API's insights."""

from datetime import date

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
    versions={"v25.0": date(2027, 2, 18), "v26.0": date(2027, 7, 29)},
)
