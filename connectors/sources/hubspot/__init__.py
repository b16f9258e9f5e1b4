"""HubSpot CRM: contacts, deals, what links them, and marketing e-mails, of one portal.

Records are read through the search, which knows when each last changed; what it leaves out (associations, history,
deleted records) is read for the records that it found. Of people only an id and a keyed hash of the e-mail remain.
"""

from connectors.source import ACCOUNTS, Source
from connectors.sources.hubspot.client import HubspotSettings, accounts, connect
from connectors.sources.hubspot.lists import EMAIL_STATS, PIPELINE_STAGES, PROPERTIES
from connectors.sources.hubspot.records import (
    CONTACT_STAGE_HISTORY,
    CONTACTS,
    DEAL_CONTACTS,
    DEALS,
    DELETED_CONTACTS,
    DELETED_DEALS,
)

SOURCE = Source(
    name="hubspot",
    title="HubSpot CRM",
    settings=HubspotSettings,
    connect=connect,
    accounts=accounts,
    streams=(
        ACCOUNTS,
        CONTACTS,
        DEALS,
        DEAL_CONTACTS,
        CONTACT_STAGE_HISTORY,
        DELETED_CONTACTS,
        DELETED_DEALS,
        PIPELINE_STAGES,
        PROPERTIES,
        EMAIL_STATS,
    ),
)
