"""Google Ads: campaigns, ads, keywords, search terms and what they brought, by GAQL over the REST API."""

from connectors.source import Source
from connectors.sources.google_ads.access import GoogleAdsSettings, accounts, connect
from connectors.sources.google_ads.streams import STREAMS

SOURCE = Source(
    name="google_ads",
    title="Google Ads",
    settings=GoogleAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
)
