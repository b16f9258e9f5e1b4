"""Reading a whole report: page after page of rows, each with what Google says about their quality.

Nothing here knows which reports there are: those are in streams.py.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from google.protobuf.json_format import MessageToDict

from connectors.errors import Refused, Unavailable
from connectors.http import pages
from connectors.source import Account, Fetch, Page, Window
from connectors.sources._days import months, weeks
from connectors.sources.ga4.client import Ga4

log = logging.getLogger(__name__)

MOST_DIMENSIONS, MOST_METRICS = 9, 10


def by_day(dimensions: Sequence[str], metrics: Sequence[str]) -> Fetch:
    """A report whose rows carry their `date`."""

    def fetch(client: Ga4, account: Account, window: Window) -> Iterator[Page]:
        return _pages(client, account.id, dimensions, metrics, str(window.since), str(window.until))

    return fetch


@dataclass(frozen=True)
class Period:
    """A stretch of days in which people are counted once; its rows are filed under its first day."""

    dimension: str
    within: Callable[[Window], list[Window]]
    first_day: Callable[[str], date]
    """From the dimension's value."""


WEEK = Period(
    dimension="isoYearIsoWeek",
    within=weeks,
    first_day=lambda week: date.fromisocalendar(int(week[:4]), int(week[4:]), 1),
)
MONTH = Period(
    dimension="yearMonth",
    within=months,
    first_day=lambda month: date(int(month[:4]), int(month[4:]), 1),
)


def by_period(period: Period, metrics: Sequence[str]) -> Fetch:
    """A report of the periods that begin in the window, each as far as it has come."""

    def fetch(client: Ga4, account: Account, window: Window) -> Iterator[Page]:
        begun = period.within(window)
        if not begun:
            return
        last = begun[-1].until
        until = str(last) if last in window else "yesterday"  # it may not have ended yet
        for page in _pages(client, account.id, [period.dimension], metrics, str(begun[0].since), until):
            dated = [{**row, "date": period.first_day(row[period.dimension])} for row in page]
            yield [row for row in dated if row["date"] in window]

    return fetch


def _pages(
    client: Ga4, number: str, dimensions: Sequence[str], metrics: Sequence[str], since: str, until: str
) -> Iterator[list[dict[str, Any]]]:
    """Raises Refused when the answers contradict each other, Unavailable when the report changed under our hands."""
    request = {
        "dimensions": [{"name": name} for name in dimensions],
        "metrics": [{"name": name} for name in metrics],
        "date_ranges": [{"start_date": since, "end_date": until}],
        "order_bys": [{"dimension": {"dimension_name": name}} for name in dimensions],  # or pages would shift
        "limit": client.page_rows,
    }
    names, counted, seen = [*dimensions, *metrics], None, set[int]()

    def following(answer: Any, offset: int) -> int | None:
        reached = offset + len(answer.rows)
        return reached if reached < answer.row_count else None

    for answer in pages(lambda offset: client.run_report(number, {**request, "offset": offset}), 0, following):
        if [header.name for header in [*answer.dimension_headers, *answer.metric_headers]] != names:
            raise Refused(f"Property {number}: the answer has other columns than were asked for.")
        counted = answer.row_count if counted is None else counted
        if answer.row_count != counted:
            raise Unavailable(f"Property {number}: the report changed from {counted} to {answer.row_count} rows.")
        if len(seen) + len(answer.rows) > counted or (not answer.rows and len(seen) < counted):
            raise Refused(f"Property {number}: Google counts {counted} rows, but its pages hold another number.")
        quality = _quality(answer.metadata)
        yield [_row(row, names, quality, seen) for row in answer.rows]
        if not counted:
            log.info("property %s: no rows from %s to %s %s", number, since, until, quality.get("emptyReason", ""))


def _row(row: Any, names: Sequence[str], quality: dict[str, Any], seen: set[int]) -> dict[str, Any]:
    values = [value.value for value in row.dimension_values]
    key = hash(tuple(values))
    if key in seen:
        raise Refused(f"GA4 gave the row of {', '.join(values)} twice: its pages overlap.")
    seen.add(key)
    values += [value.value for value in row.metric_values]
    return {**dict(zip(names, values, strict=True)), "metadata": quality}


def _quality(metadata: Any) -> dict[str, Any]:
    """The answer's metadata in the words of its JSON, where flags that are false are left out."""
    return {"dataLossFromOtherRow": False, "subjectToThresholding": False, **MessageToDict(metadata)}
