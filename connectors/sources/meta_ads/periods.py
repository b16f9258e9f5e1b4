"""Reach of whole weeks and months, filed under their first day.

People reached on two days are not twice as many people, so a period is its own question and never a sum of days.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from connectors.errors import Refused
from connectors.source import Account, Page, Window
from connectors.sources.meta_ads.client import MetaAds
from connectors.sources.meta_ads.insights import Report, at_once

Periods = Callable[[Window, date], list[Window]]
"""Those that begin in a window and end before a day: weeks or months."""


def whole_periods(report: Report, periods: Periods, graph: MetaAds, account: Account, window: Window) -> Iterator[Page]:
    """The rows of the periods that begin in the window and are over; a period in progress would look too small."""
    over = periods(window, datetime.now(ZoneInfo(account.time_zone)).date())
    if not over:
        return
    ends = {period.since: period.until for period in over}
    for page in at_once(report, graph, account, Window(over[0].since, over[-1].until)):
        rows = []
        for row in page.rows():
            told = Window(date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_stop"]))
            if told.since not in ends:
                raise Refused(
                    f"Meta cut {told}, where periods were asked for that begin on {', '.join(map(str, ends))}."
                )
            if told.until == ends[told.since]:
                rows.append(row)
        yield rows
