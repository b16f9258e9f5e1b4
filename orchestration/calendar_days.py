"""The event calendar as the risk rules need it: which days are no ordinary ones, and what may explain a move."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np
from numpy.typing import NDArray

HALF = 0.5
"""A day is a holiday for a figure of all countries when it is one in at least this part of them."""
LED, LAGGED = timedelta(days=3), {"search_update": timedelta(days=14)}
"""How long before a move an event may start, and after its end a move may begin: figures and dates are a little off."""
LAG = timedelta(days=2)


@dataclass(frozen=True)
class CalendarEvent:
    """An event of the calendar; without a country or a KPI it bears on all of them."""

    kind: str
    name: str
    starts_on: date
    ends_on: date
    country: str | None
    kpi: str | None

    def bears_on(self, kpi: str, dimension: str, member: str) -> bool:
        return self.kpi in (None, kpi) and (dimension != "country" or self.country in (None, member))

    def fits(self, since: date) -> bool:
        """Whether something that began on that day may have come of it."""
        return self.starts_on - LED <= since <= self.ends_on + LAGGED.get(self.kind, LAG)


@dataclass(frozen=True)
class Calendar:
    """All events, in order of their starts."""

    events: Sequence[CalendarEvent]

    def holidays(self, days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        """One answer a day, for figures of all countries."""
        own = {(event.starts_on, event.country) for event in self.events if event.kind == "holiday"}
        observed, countries = Counter(day for day, _ in own), {country for _, country in own}
        common = [day for day, times in observed.items() if times >= HALF * len(countries)]
        marked: NDArray[np.bool_] = np.isin(days, np.array(common, dtype="datetime64[D]"))
        return marked

    def planned(
        self, kpi: str, dimension: str, members: tuple[str, ...], days: NDArray[np.datetime64]
    ) -> NDArray[np.bool_]:
        """Members x days: promotions, and the holidays of a country where the members are countries."""
        marked = np.zeros((len(members), len(days)), dtype=bool)
        for event in self.events:
            if event.kind == "promotion" or (event.kind == "holiday" and dimension == "country"):
                inside = (days >= np.datetime64(event.starts_on)) & (days <= np.datetime64(event.ends_on))
                bearing = [event.bears_on(kpi, dimension, member) for member in members]
                marked |= np.outer(bearing, inside)
        return marked

    def near(self, kpi: str, dimension: str, member: str, since: date) -> list[CalendarEvent]:
        """What may have caused a move that began on that day; no definition break, as no panel straddles one."""
        return [
            event
            for event in self.events
            if event.kind not in ("definition_break", "holiday")
            and event.bears_on(kpi, dimension, member)
            and event.fits(since)
        ]

    def last_break(self, kpi: str) -> date | None:
        """The day from which a KPI means what it means today."""
        own = [event.starts_on for event in self.events if event.kind == "definition_break" and event.kpi == kpi]
        return max(own, default=None)


def read_calendar(con: duckdb.DuckDBPyConnection) -> Calendar:
    """The calendar of a warehouse."""
    rows = con.execute(
        "select kind, name, starts_on, coalesce(ends_on, starts_on + 14), country, kpi "
        "from reporting.calendar_events order by starts_on, kind, name"
    ).fetchall()
    return Calendar([CalendarEvent(*row) for row in rows])
