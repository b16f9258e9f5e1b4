"""X Ads: what promoted posts delivered, through statistics jobs of the Ads API."""

from connectors.source import Source
from connectors.sources.x_ads.access import XAdsSettings, accounts, connect
from connectors.sources.x_ads.streams import STREAMS

SOURCE = Source(
    name="x_ads",
    title="X Ads",
    settings=XAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    versions={"12": None, "11": None},
)
