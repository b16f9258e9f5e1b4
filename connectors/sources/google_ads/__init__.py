"""Google Ads: campaigns, ads, keywords, search terms and what they brought, by GAQL over the REST API."""

from datetime import date

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
    versions={
        "v23": date(2027, 2, 1),
        "v24": date(2027, 5, 1),
        "v25": date(2027, 8, 1),
        "v26": date(2027, 11, 1),
    },
)
