"""What a query asks for: checked as Google checks it, in one spelling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DIMENSIONS = ("date", "query", "page", "country", "device", "searchAppearance")
KINDS = ("web", "image", "video", "news", "discover", "googleNews")
LACKS = {"discover": {"query", "device"}, "googleNews": {"query"}}


class Invalid(ValueError):
    """What Google answers with 400; the text is Google's."""


@dataclass(frozen=True)
class Query:
    since: date
    until: date
    dimensions: Sequence[str]
    kind: str
    aggregation: str
    filters: Sequence[Mapping[str, str]]
    state: str
    start: int
    limit: int


def read(body: Mapping[str, Any]) -> Query:
    """Enum values may come in camel case, as people write them, or in the upper case of the discovery file."""
    dimensions = [_known(name, DIMENSIONS, "dimension") for name in body.get("dimensions", [])]
    filters = [each for group in body.get("dimensionFilterGroups", []) for each in group["filters"]]
    kind = _known(body.get("type", body.get("searchType", "web")), KINDS, "type")
    state = _known(body.get("dataState", "final"), ("final", "all"), "dataState")
    named = {*dimensions, *(each["dimension"] for each in filters)}
    if lacking := LACKS.get(kind, set()) & named:
        raise Invalid(f"Request contains an invalid argument: {kind} has no {', '.join(sorted(lacking))}.")
    if "searchAppearance" in dimensions and len(dimensions) > 1:
        raise Invalid("searchAppearance cannot be grouped with another dimension.")
    limit = int(body.get("rowLimit", 1000))
    if not 1 <= limit <= 25_000:
        raise Invalid(f"Invalid rowLimit {limit}: it must be from 1 to 25000.")
    since, until = date.fromisoformat(body["startDate"]), date.fromisoformat(body["endDate"])
    if since > until:
        raise Invalid("Start date must be before or equal to end date.")
    return Query(
        since=since,
        until=until,
        dimensions=dimensions,
        kind=kind,
        aggregation=_aggregation(body, kind, by_page="page" in named),
        filters=filters,
        state=state,
        start=int(body.get("startRow", 0)),
        limit=limit,
    )


def _aggregation(body: Mapping[str, Any], kind: str, *, by_page: bool) -> str:
    asked = _known(body.get("aggregationType", "auto"), ("auto", "byProperty", "byPage"), "aggregationType")
    by_page = by_page or kind in LACKS
    if asked == "auto":
        return "byPage" if by_page else "byProperty"
    if asked == "byProperty" and by_page:
        raise Invalid("Invalid argument: results cannot be aggregated by property here.")
    return asked


def _known(given: str, names: Sequence[str], what: str) -> str:
    spelled = {name.lower(): name for name in names}
    try:
        return spelled[given.replace("_", "").lower()]
    except KeyError:
        raise Invalid(f"Invalid value for {what}: {given}.") from None
