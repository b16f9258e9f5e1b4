"""Microsoft Advertising: what ads on Bing and its partners delivered, through reports that are made and downloaded."""

from connectors.source import Source
from connectors.sources.microsoft_ads.access import MicrosoftAdsSettings, accounts, connect
from connectors.sources.microsoft_ads.streams import STREAMS

SOURCE = Source(
    name="microsoft_ads",
    title="Microsoft Advertising",
    settings=MicrosoftAdsSettings,
    connect=connect,
    accounts=accounts,
    streams=STREAMS,
    concurrency=3,  # as many reports as may be in the making without errors; an account orders one at a time
)
