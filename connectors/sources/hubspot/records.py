"""The streams of CRM records: what changed, what each is linked to, what it once was, what was deleted."""

from collections.abc import Iterator, Mapping

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources._notation import typed
from connectors.sources.hubspot import fetch
from connectors.sources.hubspot.client import Portal
from connectors.sources.hubspot.fetch import Records

INDEX_LAG = {1: 2}
"""The search's index runs minutes behind: a day that was read right after it ended is read once more."""
STAGES = ("lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer")
STAGE_DATES = tuple(
    shape.format(stage)
    for stage in STAGES
    for shape in ("hs_v2_date_entered_{}", "hs_date_entered_{}", "hs_lifecyclestage_{}_date")
)
"""When a contact entered a stage: which of the three spellings a portal has depends on its age."""


def changed_records(
    name: str,
    description: str,
    records: Records,
    properties: Mapping[str, Type],
    needed: tuple[str, ...],
    personal: tuple[str, ...],
    restates: Mapping[int, int],
) -> Stream:
    """Records under the day of their last change. `needed` properties are those without which nothing can be loaded."""

    def fetch_changed(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
        known = portal.defined(records.type, properties, needed)
        return fetch.changed(portal, records, known, window)

    return Stream(
        name=name,
        description=description,
        fetch=fetch_changed,
        columns={"id": Type.TEXT, "archived": Type.BOOLEAN, **_paths(properties)},
        key=("id",),
        kind="changes",
        day=f"properties.{records.modified}",
        restates=restates,
        personal=("url", *(f"properties.{each}" for each in personal)),  # a record's page shows the person
        ignored=("createdAt", "updatedAt", "properties.hs_object_id"),
        required=("properties.createdate",),
    )


def deleted_records(name: str, records: Records) -> Stream:
    """Ids of records that were deleted, or merged into others, under the day when that happened."""

    def fetch_deleted(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
        return fetch.deleted(portal, records, window)

    return Stream(
        name=name,
        description=f"Which {records.type} were deleted, and when; the search no longer finds them.",
        fetch=fetch_deleted,
        columns={"id": Type.TEXT, "createdAt": Type.INSTANT, "archived": Type.BOOLEAN, "archivedAt": Type.INSTANT},
        key=("id",),
        kind="changes",
        day="archivedAt",
        restates=INDEX_LAG,
        window_days=400,  # the bin is always read whole
        personal=("url", "properties"),
        ignored=("updatedAt",),
    )


def _paths(properties: Mapping[str, Type]) -> dict[str, Type]:
    return {f"properties.{name}": kind for name, kind in properties.items()}


CONTACTS = changed_records(
    "contacts",
    "People in the CRM: where they came from and when they entered each lifecycle stage.",
    fetch.CONTACTS,
    {
        **typed(Type.INSTANT, "createdate lastmodifieddate"),
        **typed(Type.HASHED, "email"),
        **typed(Type.TEXT, "lifecyclestage hs_lead_status hs_analytics_source hs_analytics_source_data_1"),
        **typed(Type.TEXT, "hs_analytics_source_data_2 hs_latest_source"),
        **typed(Type.INSTANT, "first_conversion_date"),
        **typed(Type.INTEGER, "num_associated_deals"),
        **typed(Type.TEXT, "hs_merged_object_ids utm_source utm_medium utm_campaign"),
        **dict.fromkeys(STAGE_DATES, Type.INSTANT),
    },
    needed=("createdate", "lastmodifieddate", "email", "lifecyclestage", "hs_analytics_source"),
    personal=("firstname", "lastname", "phone", "mobilephone", "jobtitle", "company", "address", "city", "zip"),
    # Attribution moves when earlier visits are found to be the same person's: every day is read again after a month.
    restates={**INDEX_LAG, 30: 30},
)

DEALS = changed_records(
    "deals",
    "Deals with their stage, amount and outcome. Their names are not kept: they often name a person.",
    fetch.DEALS,
    {
        **typed(Type.INSTANT, "createdate hs_lastmodifieddate closedate"),
        **typed(Type.TEXT, "pipeline dealstage"),
        **typed(Type.MONEY, "amount amount_in_home_currency"),
        **typed(Type.TEXT, "deal_currency_code"),
        **typed(Type.BOOLEAN, "hs_is_closed hs_is_closed_won"),
        **typed(Type.TEXT, "dealtype hs_analytics_source hubspot_owner_id"),
    },
    needed=("createdate", "hs_lastmodifieddate", "dealstage", "amount", "hs_is_closed_won"),
    personal=("dealname", "description"),
    restates=INDEX_LAG,
)

DEAL_CONTACTS = Stream(
    name="deal_contacts",
    description="The contacts of each deal as a list, under the day of the deal's last change.",
    fetch=fetch.deal_contacts,
    columns={"from.id": Type.TEXT, "to": Type.JSON, "properties.hs_lastmodifieddate": Type.INSTANT},
    key=("from.id",),
    kind="changes",
    day="properties.hs_lastmodifieddate",
    restates=INDEX_LAG,
    ignored=("properties.createdate", "properties.hs_object_id"),
    required=("to",),
)

CONTACT_STAGE_HISTORY = Stream(
    name="contact_stage_history",
    description="All lifecycle stages that a contact ever had as a list, under the day of the contact's last change.",
    fetch=fetch.contact_stage_history,
    columns={
        **typed(Type.TEXT, "id"),
        **typed(Type.INSTANT, "properties.lastmodifieddate"),
        **typed(Type.JSON, "propertiesWithHistory.lifecyclestage"),
    },
    key=("id",),
    kind="changes",
    day="properties.lastmodifieddate",
    restates=INDEX_LAG,
    personal=("properties.email", "properties.firstname", "properties.lastname"),
    ignored=("properties.createdate", "properties.hs_object_id"),
    required=("propertiesWithHistory.lifecyclestage",),
)

DELETED_CONTACTS = deleted_records("deleted_contacts", fetch.CONTACTS)
DELETED_DEALS = deleted_records("deleted_deals", fetch.DEALS)
