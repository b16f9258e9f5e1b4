"""From the warehouse's rows to the arrays that the risk rules take. Reads, never writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from orchestration.calendar_days import CalendarEvent, read_calendar
from orchestration.kri.panel import Floats, Panel
from orchestration.registry import Kpi
from orchestration.revisions import completeness

DAYS = 420
WHOLE = 0.98
"""A day that shows this part of its final value is all in: what is missing is within the scatter of days."""
MOST_MEMBERS = 60
"""The largest members of a dimension; the long tail has too little volume for any rule."""


@dataclass
class Panels:
    """Panels of a built warehouse as of a night, each read once. Use as a context manager.

    `revisions` is the folder of what was said on earlier nights, from which the completeness of young days is learnt;
    without it young days are not judged.
    """

    warehouse: Path
    night: date = date.max
    revisions: Path | None = None
    _cache: dict[tuple[str, str], Panel | None] = field(default_factory=dict)

    def __enter__(self) -> "Panels":
        self._con = duckdb.connect(str(self.warehouse), read_only=True)
        self.calendar = read_calendar(self._con)
        self._completeness = completeness(self.warehouse, self.revisions, self.night) if self.revisions else {}
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def panel(self, kpi: Kpi, dimension: str) -> Panel | None:
        """The KPI cut by a dimension (`total` for the whole), None when the warehouse has no row of it."""
        place = kpi.name, dimension
        if place not in self._cache:
            self._cache[place] = self._read(kpi, dimension)
        return self._cache[place]

    def _read(self, kpi: Kpi, dimension: str) -> Panel | None:
        rows = self._con.execute(
            """
            with own as (select * from reporting.kpi_daily where kpi = $kpi and dimension = $dimension),
            recent as (select * from own where date_day > (select max(date_day) from own) - $days::integer),
            largest as (
                select member from recent group by member
                order by sum(coalesce(denominator, numerator)) desc nulls last, member limit $most
            )
            select member, date_day, numerator, denominator, is_provisional
            from recent where member in (from largest) order by member, date_day
            """,
            {"kpi": kpi.name, "dimension": dimension, "days": DAYS, "most": MOST_MEMBERS},
        ).fetchnumpy()
        if not len(rows["member"]):
            return None
        dates = rows["date_day"].astype("datetime64[D]")
        first = max(dates.min(), np.datetime64(self.calendar.last_break(kpi.name) or date.min, "D"))
        days = np.arange(first, dates.max() + 1)
        members, codes = np.unique(rows["member"].astype(str), return_inverse=True)
        places = (dates - first).astype(int)
        kept = places >= 0
        settled = np.ones(len(days), dtype=bool)
        provisional = places[kept & _plain(rows["is_provisional"]).astype(bool)]
        if len(provisional):  # a day without a row is no more settled than the days around it
            settled[provisional.min() :] = False

        def spread(column: str) -> Floats:
            grid = np.full((len(members), len(days)), np.nan)
            grid[codes[kept], places[kept]] = _plain(rows[column])[kept]
            return grid

        denominator = spread("denominator")
        named = tuple(members.tolist())
        return Panel(
            named,
            days,
            spread("numerator"),
            denominator if np.isfinite(denominator).any() or kpi.meta.additivity == "ratio" else None,
            settled,
            kpi.meta.better,
            kpi.meta.additivity,
            kpi.meta.unit,
            self.calendar.holidays(days),
            self.calendar.planned(kpi.name, dimension, named, days),
            self._shares(kpi, days, settled),
        )

    def _shares(self, kpi: Kpi, days: np.ndarray, settled: np.ndarray) -> Floats | None:
        """Of each day, the share of its final value that is in; None where nothing was learnt of this KPI."""
        if not (known := self._completeness.get(kpi.name)):
            return None
        ages = (np.datetime64(self.night, "D") - days).astype(int)
        shares = np.array([1.0 if done else known.get(age, np.nan) for done, age in zip(settled, ages, strict=True)])
        return np.where(shares >= WHOLE, 1.0, shares)

    def targets(self, kpi: Kpi, dimension: str, members: tuple[str, ...], day: date) -> Mapping[str, Floats]:
        """Target, warn and fail of each member, as they were in force on the day; NaN without a target."""
        rows = self._con.execute(
            """
            select member, arg_max(target, valid_from), arg_max(warn, valid_from), arg_max(fail, valid_from)
            from reporting.kpi_targets
            where kpi = ? and dimension = ? and valid_from <= ? and coalesce(valid_to, date '9999-12-31') >= ?
            group by member
            """,
            [kpi.name, dimension, day, day],
        ).fetchall()
        known = {member: figures for member, *figures in rows}
        grid = np.array([known.get(member, [np.nan] * 3) for member in members], dtype=float).T
        return {"targets": grid[0], "warn": np.nan_to_num(grid[1], nan=0.05), "fail": np.nan_to_num(grid[2], nan=0.15)}

    def calendar_events(self, kpi: Kpi, dimension: str, member: str, since: date) -> list[CalendarEvent]:
        """What the calendar knows that may have moved a member from that day on, as it was known on the night."""
        return [one for one in self.calendar.near(kpi.name, dimension, member, since) if one.starts_on <= self.night]


def _plain(column: Any) -> np.ndarray:
    """DuckDB gives masked arrays where there are nulls; a missing figure is NaN, a missing flag is false."""
    if not np.ma.isMaskedArray(column):
        return np.asarray(column)
    return np.asarray(column.filled(False if column.dtype.kind == "b" else np.nan))
