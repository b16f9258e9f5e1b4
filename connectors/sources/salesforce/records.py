"""The streams of records under the day of their last change, deleted ones too. Names of people are never asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.source import Account, Page, Row, Stream, Type, Window
from connectors.sources._days import bounds, utc_day, written
from connectors.sources._notation import typed
from connectors.sources.salesforce.client import Org
from connectors.sources.salesforce.errors import TooSlow

LATE = {1: 2}
"""A record that was being saved when a day ended is found when the day is read once more."""
LEAST = timedelta(hours=1)
"""The shortest span to which a slow query is cut."""
NAMES = ("Name", "FirstName", "LastName", "MiddleName", "Salutation", "Company", "Title", "Phone", "MobilePhone", "Fax")
PLACES = ("Street", "City", "State", "PostalCode", "Latitude", "Longitude", "Address", "Description", "Website")


@dataclass(frozen=True)
class Sobject:
    """A type of record. `stamp` dates its last change; `aliases` name settings that name fields of the org's own."""

    name: str
    stamp: str = "SystemModstamp"
    where: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


def changed(
    name: str, description: str, sobject: Sobject, columns: dict[str, Type], personal: tuple[str, ...] = ()
) -> Stream:
    """A stream of records whose last change lies in the window."""
    columns = {"Id": Type.TEXT, "IsDeleted": Type.BOOLEAN, "CreatedDate": Type.INSTANT, **columns}
    columns[sobject.stamp] = Type.INSTANT
    asked = {each: kind for each, kind in columns.items() if each not in sobject.aliases}

    def fetch(org: Org, account: Account, window: Window) -> Iterator[Page]:
        own = {alias: getattr(org.settings, setting) for alias, setting in sobject.aliases.items()}
        own = {alias: each for alias, each in own.items() if each}
        needed = ("Id", sobject.stamp, *sobject.needed, *own.values())
        names = org.readable(sobject.name, asked | dict.fromkeys(own.values()), needed)
        for page in _between(org, sobject, names, *bounds(window)):
            # A record that changes while pages are read shows its new time, and comes with the day of that.
            yield [_named(row, own) for row in page if utc_day(row[sobject.stamp]) in window]

    return Stream(
        name=name,
        description=description,
        fetch=fetch,
        columns=columns,
        key=("Id",),
        kind="changes",
        day=sobject.stamp,
        restates=LATE,
        personal=personal,
        ignored=("attributes",),
    )


def _between(org: Org, sobject: Sobject, names: list[str], start: datetime, end: datetime) -> Iterator[list[Row]]:
    """Records of a span of time; a query that takes too long is cut in halves."""
    within = (f"{sobject.stamp} >= {written(start)}", f"{sobject.stamp} < {written(end)}")
    found = org.find(names, sobject.name, *within, *sobject.where)
    try:
        first = next(found)
    except TooSlow:
        if end - start <= LEAST:
            raise
        middle = (start + (end - start) / 2).replace(microsecond=0)
        yield from _between(org, sobject, names, start, middle)
        yield from _between(org, sobject, names, middle, end)
        return
    yield first
    yield from found


def _named(row: Row, own: Mapping[str, str]) -> Row:
    """The row with the org's own fields under our names; a plain day is its first moment."""
    told: dict[str, Any] = dict(row)
    for alias, each in own.items():
        value = told.get(each)
        told[alias] = f"{value}T00:00:00Z" if value and len(value) == len("2026-12-31") else value
    return {name: value for name, value in told.items() if name not in own.values()}


LEADS = changed(
    "leads",
    "Leads with their status, and what they were converted to.",
    Sobject(
        "Lead",
        needed=("CreatedDate", "Status", "IsConverted"),
        aliases={"mql_at": "mql_field", "sql_at": "sql_field"},
    ),
    {
        **typed(Type.TEXT, "LeadSource Status Rating Industry Country CountryCode OwnerId MasterRecordId RecordTypeId"),
        **typed(Type.TEXT, "ConvertedAccountId ConvertedContactId ConvertedOpportunityId CurrencyIsoCode"),
        **typed(Type.BOOLEAN, "IsConverted"),
        **typed(Type.DAY, "ConvertedDate"),
        **typed(Type.HASHED, "Email"),
        **typed(Type.INSTANT, "mql_at sql_at"),
    },
    personal=(*NAMES, *PLACES),
)

LEAD_HISTORY = changed(
    "lead_history",
    "Which status each lead had before and after a change, where the org tracks the history of that field.",
    # Of other fields the history would hold names and addresses.
    Sobject("LeadHistory", "CreatedDate", where=("Field IN ('Status', 'leadConverted')",)),
    typed(Type.TEXT, "LeadId Field OldValue NewValue"),
)

OPPORTUNITIES = changed(
    "opportunities",
    "Opportunities with their stage, amount and outcome. Their names are not kept: they often name a person.",
    Sobject("Opportunity", needed=("CreatedDate", "StageName", "Amount", "CloseDate", "IsClosed", "IsWon")),
    {
        **typed(Type.TEXT, "AccountId StageName Type LeadSource CampaignId OwnerId RecordTypeId ForecastCategory"),
        **typed(Type.TEXT, "CurrencyIsoCode"),
        **typed(Type.MONEY, "Amount ExpectedRevenue"),
        **typed(Type.NUMBER, "Probability"),
        **typed(Type.DAY, "CloseDate"),
        **typed(Type.BOOLEAN, "IsClosed IsWon"),
    },
    personal=("Name", "Description", "NextStep"),
)

OPPORTUNITY_HISTORY = changed(
    "opportunity_history",
    "Stage and amount of each opportunity after each change of them.",
    Sobject("OpportunityHistory"),
    {
        **typed(Type.TEXT, "OpportunityId StageName ForecastCategory CurrencyIsoCode"),
        **typed(Type.MONEY, "Amount ExpectedRevenue"),
        **typed(Type.NUMBER, "Probability"),
        **typed(Type.DAY, "CloseDate"),
    },
)

CAMPAIGNS = changed(
    "campaigns",
    "Campaigns with what they cost and brought.",
    Sobject("Campaign"),
    {
        **typed(Type.TEXT, "Name Type Status ParentId CurrencyIsoCode"),
        **typed(Type.BOOLEAN, "IsActive"),
        **typed(Type.DAY, "StartDate EndDate"),
        **typed(Type.MONEY, "ActualCost BudgetedCost ExpectedRevenue AmountAllOpportunities AmountWonOpportunities"),
        **typed(Type.INTEGER, "NumberOfLeads NumberOfConvertedLeads NumberOfContacts NumberOfResponses"),
        **typed(Type.INTEGER, "NumberOfOpportunities NumberOfWonOpportunities"),
        **typed(Type.NUMBER, "NumberSent"),
    },
    personal=("Description",),
)

CAMPAIGN_MEMBERS = changed(
    "campaign_members",
    "Which lead or contact is in which campaign, and whether the person responded.",
    Sobject("CampaignMember"),
    {
        **typed(Type.TEXT, "CampaignId LeadId ContactId Status"),
        **typed(Type.BOOLEAN, "HasResponded"),
        **typed(Type.DAY, "FirstRespondedDate"),
    },
    personal=(*NAMES, *PLACES, "Email"),
)

CRM_ACCOUNTS = changed(
    "crm_accounts",
    "Accounts, the companies of opportunities, without their names.",
    Sobject("Account"),
    typed(Type.TEXT, "Type Industry AccountSource BillingCountry BillingCountryCode ParentId OwnerId"),
    personal=("Name", "Phone", "Fax", "Website", "Description"),
)
SOBJECTS = {
    "leads": "Lead",
    "lead_history": "LeadHistory",
    "lead_statuses": "LeadStatus",
    "opportunities": "Opportunity",
    "opportunity_history": "OpportunityHistory",
    "campaigns": "Campaign",
    "campaign_members": "CampaignMember",
    "crm_accounts": "Account",
}
