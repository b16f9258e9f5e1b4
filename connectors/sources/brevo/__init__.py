"""Brevo (API v3): e-mail campaigns and what came of them, transactional mail day by day, lists and their sizes."""

from connectors.source import ACCOUNTS, Source
from connectors.sources.brevo.campaigns import CAMPAIGN_LIST_STATS, CAMPAIGN_REPORTS, CAMPAIGNS
from connectors.sources.brevo.client import BrevoSettings, accounts, connect
from connectors.sources.brevo.days import LISTS, TRANSACTIONAL_DAYS

SOURCE = Source(
    name="brevo",
    title="Brevo",
    settings=BrevoSettings,
    connect=connect,
    accounts=accounts,
    streams=(ACCOUNTS, CAMPAIGN_REPORTS, CAMPAIGN_LIST_STATS, TRANSACTIONAL_DAYS, LISTS, CAMPAIGNS),
)
