"""Reading the portal: changed records through the search, their associations and history, deleted ones, lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.errors import Refused, Unavailable
from connectors.http import pages
from connectors.source import Account, Page, Row, Window
from connectors.sources._days import epochs
from connectors.sources._paging import batched, by_cursor
from connectors.sources.hubspot.client import Portal

SEARCHED, LISTED, WITH_HISTORY = 200, 100, 50
"""The largest page that each kind of reading may ask for."""


@dataclass(frozen=True)
class Records:
    """A type of CRM record, and the property that dates its last change: contacts have a name of their own for it."""

    type: str
    modified: str


CONTACTS = Records("contacts", "lastmodifieddate")
DEALS = Records("deals", "hs_lastmodifieddate")


def changed(portal: Portal, records: Records, properties: Sequence[str], window: Window) -> Iterator[list[Row]]:
    """Records whose last change lies in the window, walked by id.

    The search answers no offset past 10,000, and its offsets shift when a record changes meanwhile; ids do neither.
    """
    within = [
        {"propertyName": records.modified, "operator": operator, "value": f"{bound}000"}
        for operator, bound in zip(("GTE", "LT"), epochs(window), strict=True)
    ]

    def after(last: int) -> Any:
        filters = [*within, {"propertyName": "hs_object_id", "operator": "GT", "value": str(last)}]
        asked = {
            "filterGroups": [{"filters": filters}],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": list(properties),
            "limit": SEARCHED,
        }
        return portal.searches.post(f"{portal.objects}/{records.type}/search", json=asked)

    for answer in pages(after, 0, _last_id):
        yield answer["results"]


def _last_id(answer: Any, last: int) -> int | None:
    ids = [int(record["id"]) for record in answer["results"]]
    if ids != sorted(ids) or (ids and ids[0] <= last):
        raise Refused("HubSpot's search no longer sorts and compares hs_object_id as a number; records would be lost.")
    if "paging" in answer and ids:
        return ids[-1]
    if len(ids) < answer["total"]:
        raise Unavailable(f"HubSpot's search ended after {len(ids)} of {answer['total']} records.")
    return None


def deal_contacts(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
    """For each changed deal all contacts that it has now, so that a link that was cut leaves no trace."""
    for page in changed(portal, DEALS, [DEALS.modified], window):
        linked = _linked(portal, [deal["id"] for deal in page])
        yield [
            {"from": {"id": deal["id"]}, "to": linked[deal["id"]], "properties": deal["properties"]} for deal in page
        ]


def _linked(portal: Portal, deals: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {deal: [] for deal in deals}

    def ask(inputs: tuple[tuple[str, str], ...]) -> Any:
        asked = [{"id": deal, "after": after} if after else {"id": deal} for deal, after in inputs]
        return portal.crm.post("/crm/v4/associations/deals/contacts/batch/read", json={"inputs": asked})

    def following(answer: Any, _: object) -> tuple[tuple[str, str], ...] | None:
        more = [each for each in answer["results"] if "paging" in each]
        return tuple((each["from"]["id"], each["paging"]["next"]["after"]) for each in more) or None

    for answer in pages(ask, tuple((deal, "") for deal in deals), following):
        _refuse_faults(answer)
        for result in answer["results"]:
            found[result["from"]["id"]] += result["to"]
    return found


def contact_stage_history(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
    """For each changed contact every lifecycle stage that it ever had.

    Who set a stage (sourceId, sourceLabel, updatedByUserId) names an employee: never kept.
    """
    for page in changed(portal, CONTACTS, [CONTACTS.modified], window):
        modified = {contact["id"]: contact["properties"] for contact in page}
        for part in batched(page, WITH_HISTORY):
            inputs = [{"id": contact["id"]} for contact in part]
            asked = {"inputs": inputs, "properties": [CONTACTS.modified], "propertiesWithHistory": ["lifecyclestage"]}
            answer = portal.crm.post(f"{portal.objects}/contacts/batch/read", json=asked)
            _refuse_faults(answer)
            yield [_stages(contact, modified[contact["id"]]) for contact in answer["results"]]


def _stages(contact: Any, properties: Any) -> dict[str, Any]:
    versions = contact.get("propertiesWithHistory", {}).get("lifecyclestage", [])
    kept = [{name: version.get(name) for name in ("value", "timestamp", "sourceType")} for version in versions]
    # A contact that changed since it was found has a newer date by now; it is filed under the day that was asked for.
    return {"id": contact["id"], "properties": properties, "propertiesWithHistory": {"lifecyclestage": kept}}


def _refuse_faults(answer: Any) -> None:
    """A batch may succeed in part (207). That a record has no associations, or is gone by now, is no fault."""
    for fault in answer.get("errors", []):
        if fault.get("category") != "OBJECT_NOT_FOUND":
            raise Refused(f"HubSpot answered a batch in part: {fault.get('category')}: {fault.get('message')}")


def deleted(portal: Portal, records: Records, window: Window) -> Iterator[Page]:
    """Records in the recycle bin that went there in the window: the bin is listed whole, it has no filter."""
    asked = {"archived": "true", "properties": "hs_object_id"}
    for page in listed(portal, f"{portal.objects}/{records.type}", asked):
        yield [record for record in page if datetime.fromisoformat(record["archivedAt"]).date() in window]


def listed(portal: Portal, path: str, asked: dict[str, str]) -> Iterator[list[Row]]:
    """A list of everything, page by page."""

    def ask(place: dict[str, str]) -> Any:
        return portal.crm.get(path, params={"limit": LISTED, **asked, **place})

    def following(answer: Any) -> Any:
        return answer.get("paging", {}).get("next", {}).get("after")

    for answer in by_cursor("after", ask, following):
        yield answer["results"]
