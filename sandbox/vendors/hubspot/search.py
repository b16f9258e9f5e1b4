"""HubSpot's search: filter groups over properties, sorts, offsets that end at 10,000."""

from typing import Any

import numpy as np

from sandbox.vendors.hubspot.errors import Refusal
from sandbox.vendors.hubspot.records import Record
from sandbox.vendors.hubspot.shelves import Shelf

PAGE, LAST = 200, 10_000
MOST_GROUPS, MOST_FILTERS, MOST_IN_ALL = 5, 6, 18
COMPARISONS = {
    "EQ": np.equal,
    "NEQ": np.not_equal,
    "GT": np.greater,
    "GTE": np.greater_equal,
    "LT": np.less,
    "LTE": np.less_equal,
}


def search(shelf: Shelf, asked: dict[str, Any]) -> tuple[int, list[Record], int | None]:
    """How many records fit, those of the asked page, and the next offset."""
    limit, offset = int(asked.get("limit", 10)), int(asked.get("after") or 0)
    groups = [group.get("filters", []) for group in asked.get("filterGroups") or []]
    if limit > PAGE:
        raise _invalid(f"The limit must be between 1 and {PAGE}.")
    if offset + limit > LAST:
        raise _invalid(f"A search returns at most {LAST} results: narrow it.")
    sizes = [len(filters) for filters in groups]
    if len(groups) > MOST_GROUPS or max(sizes, default=0) > MOST_FILTERS or sum(sizes) > MOST_IN_ALL:
        raise _invalid("There are too many filter groups, or filters.")
    fits = np.full(len(shelf.living), not any(sizes))
    for filters in groups:
        if filters:
            fits |= np.logical_and.reduce([_fits(shelf, each) for each in filters])
    found = np.flatnonzero(fits)
    for sort in asked.get("sorts") or ["createdate"]:
        name, is_descending = _sort(sort)
        order = np.argsort(shelf.column(name)[found], kind="stable")
        found = found[order[::-1] if is_descending else order]
    following = offset + limit
    return len(found), [shelf.living[i] for i in found[offset:following]], following if following < len(found) else None


def _sort(asked: dict[str, Any] | str) -> tuple[str, bool]:
    """A sort is an object, or as in HubSpot's own clients a name with a minus before it where it descends."""
    if isinstance(asked, str):
        return asked.removeprefix("-"), asked.startswith("-")
    return asked["propertyName"], asked.get("direction") == "DESCENDING"


def _fits(shelf: Shelf, asked: dict[str, Any]) -> Any:
    name, operator = asked["propertyName"], asked["operator"]
    column = shelf.column(name)
    is_number = shelf.kinds.get(name) in ("datetime", "number")
    present = ~np.isnan(column) if is_number else column != ""
    try:
        cast = float if is_number else str
        if operator in COMPARISONS:
            return COMPARISONS[operator](column, cast(asked["value"])).astype(bool) & present
        match operator:
            case "BETWEEN":
                return (column >= cast(asked["value"])) & (column <= cast(asked["highValue"])) & present
            case "IN":
                return np.isin(column, [cast(value) for value in asked["values"]])
            case "NOT_IN":
                return ~np.isin(column, [cast(value) for value in asked["values"]]) & present
            case "HAS_PROPERTY":
                return present
            case "NOT_HAS_PROPERTY":
                return ~present
            case "CONTAINS_TOKEN" | "NOT_CONTAINS_TOKEN":
                token = str(asked["value"]).strip("*").lower()
                inside = np.array([token in str(text).lower() for text in column], dtype=bool)
                return inside if operator == "CONTAINS_TOKEN" else ~inside & present
    except (KeyError, ValueError):
        pass
    raise _invalid(f"There was a problem with the filter on {name}.")


def _invalid(message: str) -> Refusal:
    return Refusal(400, "VALIDATION_ERROR", message)
