"""How Meta tells figures of Pages and accounts: days that end at midnight in California, late, then restated."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.company import Company
from sandbox.vendors._graph import Call, GraphError

PACIFIC = ZoneInfo("America/Los_Angeles")
UNTOLD_DAYS = 2
"""A day younger than this has no figures yet."""
KNOWN = {2: 0.93, 3: 0.99}
"""The share of the settled figure that is told at an age in days."""


def as_known(count: int, day: date, today: date) -> int:
    """What Meta tells today of a day's settled figure."""
    return int(count * KNOWN.get((today - day).days, 1.0))


def told_days(call: Call, company: Company, longest: int) -> list[date]:
    """The days that a call asks for and that have figures by now. Raises GraphError for too many."""
    since, until = (_day(call.params[name]) for name in ("since", "until"))
    if (until - since).days > longest:
        raise GraphError(f"(#100) There cannot be more than {longest} days between since and until", 100)
    days = [since + timedelta(days=n) for n in range((until - since).days)]
    return [day for day in days if company.start <= day <= company.today - timedelta(days=UNTOLD_DAYS)]


def _day(text: str) -> date:
    """A bound may be a date or a Unix time; days are California's."""
    return datetime.fromtimestamp(int(text), PACIFIC).date() if text.isdecimal() else date.fromisoformat(text)


def end_time(day: date) -> str:
    end = datetime.combine(day + timedelta(days=1), time(), PACIFIC).astimezone(UTC)
    return end.strftime("%Y-%m-%dT%H:%M:%S+0000")


def insight(of: str, name: str, period: str, **figures: Any) -> dict[str, Any]:
    """One metric of an answer; `figures` are its values or its total_value."""
    about = {"title": "", "description": "", "id": f"{of}/insights/{name}/{period}"}
    return {"name": name, "period": period, **figures, **about}


def fields_of(text: str) -> dict[str, str]:
    """The asked fields with what stands behind their names: `a,b.limit(0),c{d,e}` has a, b and c."""
    return dict(re.findall(r"(\w+)((?:\.\w+\([^)]*\)|\{[^}]*\})*)", text))


def chosen(thing: dict[str, Any], text: str) -> dict[str, Any]:
    """The asked fields that have a value; the id comes always."""
    return {name: thing[name] for name in fields_of(text) if name in thing} | {"id": thing["id"]}
