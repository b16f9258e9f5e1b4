"""Salesforce (Sales Cloud): leads, opportunities, their history, campaigns and accounts of one org.

Of people, an id and a keyed hash of the e-mail remain.
"""

import logging
from collections.abc import Iterator

from connectors.errors import Refused
from connectors.source import ACCOUNTS, Account, Page, Source, Stream, Type, Window
from connectors.sources._notation import typed
from connectors.sources.salesforce import records
from connectors.sources.salesforce.client import Org, SalesforceSettings, connect

log = logging.getLogger(__name__)

NEEDED = ("leads", "opportunities")
"""Whatever else the user may not see is left out."""


def _statuses(org: Org, account: Account, window: Window) -> Iterator[Page]:
    """The statuses that a lead may have, each with what the settings call it: mql, sql or nothing."""
    found = [row for page in org.find(_STATUS, "LeadStatus") for row in page]
    stages = dict.fromkeys(org.settings.mql_statuses, "mql") | dict.fromkeys(org.settings.sql_statuses, "sql")
    known = {str(row[name]) for row in found for name in ("MasterLabel", "ApiName")}
    if unknown := sorted(set(stages) - known):
        raise Refused(
            f"SALESFORCE_MQL_STATUSES or SALESFORCE_SQL_STATUSES has {', '.join(unknown)}, which is no status of this "
            f"org's leads; it has {', '.join(str(row['MasterLabel']) for row in found)}."
        )
    yield [{**row, "stage": stages.get(row["MasterLabel"]) or stages.get(row["ApiName"])} for row in found]


_STATUS = {
    **typed(Type.TEXT, "Id MasterLabel ApiName"),
    **typed(Type.INTEGER, "SortOrder"),
    **typed(Type.BOOLEAN, "IsConverted IsDefault"),
}
LEAD_STATUSES = Stream(
    name="lead_statuses",
    description="The statuses that a lead may have; `stage` says which the settings count as MQL or SQL.",
    fetch=_statuses,
    columns={**_STATUS, "stage": Type.TEXT},
    key=("Id",),
    kind="snapshot",
    ignored=("attributes",),
    required=("MasterLabel",),
)


def accounts(org: Org) -> list[Account]:
    """The org, with its zone and its corporate currency."""
    ((about,),) = org.find(("Id", "Name", "TimeZoneSidKey"), "Organization")
    absent = {name for name, sobject in records.SOBJECTS.items() if sobject not in org.objects} - {*NEEDED}
    if absent:
        log.info("This org shows no %s to its integration user: left out.", ", ".join(sorted(absent)))
    streams = tuple(stream.name for stream in SOURCE.streams if stream.name not in absent)
    return [Account(about["Id"], about["Name"], about["TimeZoneSidKey"], _currency(org), streams)]


def _currency(org: Org) -> str:
    """Only orgs with several currencies tell them."""
    if "CurrencyType" in org.objects:
        ((corporate,),) = org.find(("IsoCode",), "CurrencyType", "IsCorporate = true")
        return str(corporate["IsoCode"])
    if not org.settings.currency:
        raise Refused("Set SALESFORCE_CURRENCY: this org has one currency, and its API does not tell which.")
    return org.settings.currency


SOURCE = Source(
    name="salesforce",
    title="Salesforce",
    settings=SalesforceSettings,
    connect=connect,
    accounts=accounts,
    streams=(
        ACCOUNTS,
        records.LEADS,
        records.LEAD_HISTORY,
        LEAD_STATUSES,
        records.OPPORTUNITIES,
        records.OPPORTUNITY_HISTORY,
        records.CAMPAIGNS,
        records.CAMPAIGN_MEMBERS,
        records.CRM_ACCOUNTS,
    ),
    versions=dict.fromkeys(("v62.0", "v63.0", "v64.0", "v65.0", "v66.0")),
)
