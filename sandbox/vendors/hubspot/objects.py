"""The endpoints of CRM records: listed, searched, read in batches, with their history and what they are linked to."""

from collections.abc import Iterable, Sequence
from typing import Any

from starlette.requests import Request

from sandbox.vendors.hubspot.errors import Refusal
from sandbox.vendors.hubspot.portal import Portal
from sandbox.vendors.hubspot.records import Record
from sandbox.vendors.hubspot.search import search
from sandbox.vendors.hubspot.shelves import Shelf, past

LISTED, WITH_HISTORY, IN_BATCH, LINKED = 100, 50, 100, 1000
"""The most that one request of each kind may ask for."""
ALWAYS = ("createdate", "hs_object_id", "lastmodifieddate", "hs_lastmodifieddate")
"""Properties that come whether asked for or not."""


async def every(portal: Portal, request: Request) -> Any:
    """All records of a type, or those that were archived."""
    asked, shelf = request.query_params, portal.shelf(request.path_params["type"])
    history = _names(asked.get("propertiesWithHistory"))
    everything = shelf.archived if asked.get("archived") == "true" else shelf.living
    page, paging = paged(request, everything, WITH_HISTORY if history else LISTED)
    names = _names(asked.get("properties")) or shelf.defaults
    linked = "contacts" in _names(asked.get("associations"))
    return {"results": [_shown(shelf, each, names, history, linked=linked) for each in page], **paging}


async def one(portal: Portal, request: Request) -> Any:
    """One record."""
    shelf, identity = portal.shelf(request.path_params["type"]), request.path_params["id"]
    if identity not in shelf.by_id:
        raise Refusal(404, "OBJECT_NOT_FOUND", f"Object not found.  objectId={identity}")
    names = _names(request.query_params.get("properties")) or shelf.defaults
    return _shown(shelf, shelf.by_id[identity], names)


async def searched(portal: Portal, request: Request) -> Any:
    """The records that fit a search; those that were archived never do."""
    shelf, asked = portal.shelf(request.path_params["type"]), await request.json()
    total, found, following = search(shelf, asked)
    results = [_shown(shelf, each, asked.get("properties") or ()) for each in found]
    paging = {} if following is None else {"paging": {"next": {"after": str(following)}}}
    return {"total": total, "results": results, **paging}


async def batch(portal: Portal, request: Request) -> Any:
    """The records of some ids; what is lost is told beside what was found."""
    shelf, asked = portal.shelf(request.path_params["type"]), await request.json()
    history = asked.get("propertiesWithHistory") or ()
    ids = [each["id"] for each in asked["inputs"]]
    most = WITH_HISTORY if history else IN_BATCH
    if len(ids) > most:
        raise Refusal(400, "VALIDATION_ERROR", f"A batch holds at most {most} inputs.")
    names = asked.get("properties") or shelf.defaults
    found = [_shown(shelf, shelf.by_id[each], names, history) for each in ids if each in shelf.by_id]
    lost = [each for each in ids if each not in shelf.by_id]
    return _batched(found, [_not_found("Could not get some objects.", {"ids": lost})] if lost else [])


async def associations(portal: Portal, request: Request) -> Any:
    """The contacts of some deals; those without any are told as errors."""
    shelf, asked = portal.shelf(request.path_params["from"]), await request.json()
    ids = [each["id"] for each in asked["inputs"]]
    if len(ids) > LINKED:
        raise Refusal(400, "VALIDATION_ERROR", f"A batch holds at most {LINKED} inputs.")
    kind = [{"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None}]
    results, lost = [], []
    for each in ids:
        to = [{"toObjectId": int(other), "associationTypes": kind} for other in shelf.links.get(each, ())]
        if to:
            results.append({"from": {"id": each}, "to": to})
        else:
            nothing = _not_found(f"No contact is associated with deal {each}.", {"fromObjectId": [each]})
            lost.append({**nothing, "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND"})
    return _batched(results, lost)


def _batched(results: list[Any], errors: list[Any]) -> Any:
    return {
        "status": "COMPLETE",
        "results": results,
        **({"numErrors": len(errors), "errors": errors} if errors else {}),
    }


def _not_found(message: str, context: dict[str, Any]) -> dict[str, Any]:
    return {"status": "error", "category": "OBJECT_NOT_FOUND", "message": message, "context": context}


def _shown(
    shelf: Shelf, record: Record, names: Iterable[str], history: Iterable[str] = (), *, linked: bool = False
) -> Any:
    """A record with the properties that were asked for; names that do not exist are passed over in silence."""
    told = record["properties"]
    shown = {
        **record,
        "properties": {name: told.get(name) for name in sorted({*names, *ALWAYS}) if name in shelf.kinds},
    }
    if history:
        shown["propertiesWithHistory"] = {name: past(record, name) for name in history}
    if linked and record["id"] in shelf.links:
        to = [{"id": other, "type": "deal_to_contact"} for other in shelf.links[record["id"]]]
        shown["associations"] = {"contacts": {"results": to}}
    return shown


def _names(text: str | None) -> list[str]:
    return text.split(",") if text else []


def paged(request: Request, everything: Sequence[Any], most: int) -> tuple[Sequence[Any], dict[str, Any]]:
    """The asked page of a list, and the paging that leads to the next; the last has none."""
    limit = int(request.query_params.get("limit", 10))
    if limit > most:
        raise Refusal(400, "VALIDATION_ERROR", f"The limit must be at most {most}.")
    start = int(request.query_params.get("after") or 0)
    if start + limit >= len(everything):
        return everything[start:], {}
    link = str(request.url.include_query_params(after=start + limit))
    return everything[start : start + limit], {"paging": {"next": {"after": str(start + limit), "link": link}}}
