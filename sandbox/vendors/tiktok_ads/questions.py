"""How a request is read, and how lists are cut into pages."""

from datetime import date, timedelta
from typing import Any

import orjson

Row = dict[str, Any]


class Wrong(Exception):
    """A request that is answered with an error's code."""

    def __init__(self, message: str, code: int = 40002) -> None:
        super().__init__(message)
        self.code = code


def listed(asked: dict[str, str], name: str) -> list[Any]:
    """A list that came as JSON text."""
    try:
        found = orjson.loads(asked.get(name, "[]"))
    except orjson.JSONDecodeError:
        raise Wrong(f"{name}: is not a valid JSON list.") from None
    if not isinstance(found, list):
        raise Wrong(f"{name}: is not a list.")
    return found


def page(rows: list[Row], asked: dict[str, str]) -> Row:
    number, size = int(asked.get("page", 1)), int(asked.get("page_size", 10))
    if not (number >= 1 and 1 <= size <= 1000):
        raise Wrong("page_size: must be between 1 and 1000.")
    info = {"page": number, "page_size": size, "total_number": len(rows), "total_page": -(-len(rows) // size)}
    return {"list": rows[(number - 1) * size : number * size], "page_info": info}


def span(asked: dict[str, str], longest: int) -> tuple[date, date]:
    try:
        since, until = date.fromisoformat(asked["start_date"]), date.fromisoformat(asked["end_date"])
    except (KeyError, ValueError):
        raise Wrong("start_date: Invalid date.") from None
    if until < since or until - since >= timedelta(days=longest):
        raise Wrong(f"The time range must be within {longest} days.")
    return since, until
