"""Reach of whole weeks and months, filed under their first day.

People reached on two days are not twice as many people, so a period is its own question and never a sum of days.
"""

import calendar
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.errors import Refused
from connectors.source import Account, Page, Window
from connectors.sources.meta_ads.graph import MetaAds
from connectors.sources.meta_ads.insights import Report, at_once

PeriodOf = Callable[[date], Window]


def week_of(day: date) -> Window:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Window(monday, monday + timedelta(days=6))


def month_of(day: date) -> Window:
    return Window(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def whole_periods(
    report: Report, period_of: PeriodOf, graph: MetaAds, account: Account, window: Window
) -> Iterator[Page]:
    """The rows of the periods that begin in the window and are over; a period in progress would look too small."""
    today = datetime.now(ZoneInfo(account.time_zone)).date()
    periods = [period_of(day) for day in window if period_of(day).since == day]
    over = [period for period in periods if period.until < today]
    if not over:
        return
    for page in at_once(report, graph, account, Window(over[0].since, over[-1].until)):
        rows = []
        for row in page.rows():
            told = Window(date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_stop"]))
            if told.since != period_of(told.since).since:
                raise Refused(
                    f"Meta cut {told} where a period beginning on {period_of(told.since).since} was asked for."
                )
            if told.until == period_of(told.since).until:
                rows.append(row)
        yield rows
