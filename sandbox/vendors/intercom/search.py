"""Searches: which rows fit a query, and the pages of those that do."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
MOST_FOUND = 150


def errors(code: str, message: str) -> dict[str, Any]:
    return {"type": "error.list", "request_id": "sandbox-request", "errors": [{"code": code, "message": message}]}


class Refusal(Exception):
    """A request that is not answered."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, errors(code, message)


def fits(row: dict[str, Any], query: dict[str, Any], by_day: bool) -> bool:
    if query["operator"] in ("AND", "OR"):
        parts = [fits(row, part, by_day) for part in query["value"]]
        return all(parts) if query["operator"] == "AND" else any(parts)
    value, bound = row[query["field"]], query["value"]
    if by_day:
        value, bound = (datetime.fromtimestamp(each, ZoneInfo(ZONE)).date() for each in (value, bound))
    passes: dict[str, bool] = {">": value > bound, "<": value < bound, "=": value == bound}
    if query["operator"] not in passes:
        raise Refusal(400, "parameter_invalid", f"operator {query['operator']} is not known")
    return passes[query["operator"]]


def paged(rows: list[dict[str, Any]], asked: dict[str, Any], collection: str) -> dict[str, Any]:
    size = asked.get("per_page", 20)
    if not 0 < size <= MOST_FOUND:
        raise Refusal(400, "parameter_invalid", "per_page must be between 1 and 150")
    start = int(asked.get("starting_after", 0))
    pages: dict[str, Any] = {"type": "pages", "page": start // size + 1, "per_page": size}
    pages["total_pages"] = -(-len(rows) // size)
    if start + size < len(rows):
        pages["next"] = {"page": pages["page"] + 1, "starting_after": str(start + size)}
    return {collection: rows[start : start + size], "pages": pages}
