"""Zendesk Support: tickets with their times, ratings, agents' groups, of one account.

Tickets and metric events come from the incremental exports, which have a start but no end: reading stops where the
window does. Of people only ids remain; no subjects, descriptions, comments or tags.
"""

from connectors.source import ACCOUNTS, Source
from connectors.sources.zendesk.client import ZendeskSettings, accounts, connect
from connectors.sources.zendesk.lists import AGENTS, GROUPS, SATISFACTION_RATINGS, SURVEY_RESPONSES
from connectors.sources.zendesk.tickets import TICKET_METRIC_EVENTS, TICKETS

SOURCE = Source(
    name="zendesk",
    title="Zendesk Support",
    settings=ZendeskSettings,
    connect=connect,
    accounts=accounts,
    streams=(ACCOUNTS, TICKETS, TICKET_METRIC_EVENTS, SATISFACTION_RATINGS, SURVEY_RESPONSES, GROUPS, AGENTS),
)
