"""Days and moments: the bounds of a window, the weeks and months in it, epochs, and when a quota is full again."""

import time
from calendar import monthrange
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any
from zoneinfo import ZoneInfo

from connectors.source import Row, Type, Window

PACIFIC = "America/Los_Angeles"
"""The zone in which Google and Meta begin their own days."""


def bounds(window: Window, zone: str = "UTC") -> tuple[datetime, datetime]:
    """The first moment of the window, and the first one after it."""
    return midnight(window.since, zone), midnight(window.until + timedelta(days=1), zone)


def midnight(day: date, zone: str = "UTC") -> datetime:
    return datetime.combine(day, clock(), ZoneInfo(zone) if zone != "UTC" else UTC)


def epochs(window: Window, zone: str = "UTC") -> tuple[int, int]:
    """The bounds in seconds since 1970."""
    since, end = bounds(window, zone)
    return int(since.timestamp()), int(end.timestamp())


def written(instant: datetime) -> str:
    """An instant of UTC as most vendors want it: 2026-01-31T00:00:00Z."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def utc_day(text: str) -> date:
    """The day of an instant that is told as text."""
    return datetime.fromisoformat(text).astimezone(UTC).date()


def weeks(window: Window, before: date = date.max) -> list[Window]:
    """The weeks (Monday to Sunday) that begin in the window and end before a day."""
    whole = (Window(day, day + timedelta(days=6)) for day in window if day.weekday() == 0)
    return [week for week in whole if week.until < before]


def months(window: Window, before: date = date.max) -> list[Window]:
    """The months that begin in the window and end before a day."""
    whole = (Window(day, day.replace(day=monthrange(day.year, day.month)[1])) for day in window if day.day == 1)
    return [month for month in whole if month.until < before]


def halves(window: Window) -> tuple[Window, Window]:
    middle = window.since + timedelta(days=len(window) // 2)
    return Window(window.since, middle - timedelta(days=1)), Window(middle, window.until)


def dated(row: Any, columns: Mapping[str, Type], per_second: int = 1) -> Row:
    """The row with its epochs as the instants that they are: whole numbers in columns that are declared so."""
    for path in (path for path, kind in columns.items() if kind is Type.INSTANT):
        *above, name = path.split(".")
        place = row
        for part in above:
            place = (place or {}).get(part)
        if isinstance((place or {}).get(name), int):
            place[name] = datetime.fromtimestamp(place[name] / per_second, UTC)
    found: Row = row
    return found


def until_midnight(zone: str = "UTC") -> float:
    """Seconds until the next day of a zone begins, and with it the quota of a day."""
    now = datetime.now(ZoneInfo(zone))
    return midnight(now.date() + timedelta(days=1), zone).timestamp() - now.timestamp()


def until_reset(headers: Mapping[str, str], *names: str) -> float | None:
    """Seconds until a limit is lifted. Of the headers the first one counts; it has seconds, or an epoch."""
    for said in _numbers(headers, names):
        return max(0.0, said - time.time()) if said > 1e9 else said
    return None


def _numbers(headers: Mapping[str, str], names: tuple[str, ...]) -> Iterator[float]:
    for name in names:
        with suppress(ValueError):
            yield float(headers.get(name, ""))
