"""Data of hours and minutes: which hours are alarming, one alarm an event.

An hour is judged by its total (with the two hours before it) and by its highest row, and both have to be seldom; of
counts that came by the hour there is only the total. Within a day values repeat and levels come and go, so only a
sudden move counts, and a fall for half: it is mostly a gap in delivery.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.context import Context, slots
from orchestration.kri.deviation import deviations
from orchestration.kri.expectation import learn
from orchestration.kri.lines import lines, to_series
from orchestration.kri.moves import lasting
from orchestration.kri.panel import Floats
from orchestration.kri.surprise import surprise
from orchestration.kri.trailing import later

HOURS = 24
COMMON, FARTHEST = 2.0, 50.0
FALL = 0.5
FEW, HALF_A_DAY, YOUNG_DAYS = 3, 12, 2


@dataclass(frozen=True)
class Hours:
    """Series x hours made of series x rows; `end` is the row at which an hour is complete, -1 where it never is."""

    total: Floats
    peak: Floats
    dates: NDArray[np.datetime64]
    end: NDArray[np.int64]
    context: Context


def within_day(values: Floats, dates: NDArray[np.datetime64], context: Context) -> Floats:
    """Minus the log probability of each row, series x rows; of an hour it stands on the row that completes it."""
    hours = by_hour(values, dates, context)
    total = moments(hours.total, hours.dates, hours.context)
    agreed = np.sqrt(total * moments(hours.peak, hours.dates, hours.context, alone=True))
    if context.period <= HOURS:
        agreed = np.where((context.kind == "count")[:, None], total, agreed)
    found, known = np.zeros(values.shape), hours.end >= 0
    found[:, hours.end[known]] = first_of_event(agreed)[:, known]
    return found


def moments(values: Floats, dates: NDArray[np.datetime64], context: Context, alone: bool = False) -> Floats:
    """How seldom each hour is, alone or with the two before it, series x hours."""
    judged = lines(values, context)
    expected = learn(
        judged, slots(dates, context.period), context.period, context.holiday, np.zeros(len(dates), dtype=bool)
    )
    off = deviations(judged, expected)
    strengths = [off.normal] if alone else [off.normal, lasting(expected, off, FEW, FEW, context.period)]
    found = [surprise(strength, HALF_A_DAY + FEW, COMMON, FARTHEST) for strength in strengths]
    seldom = np.maximum.reduce([np.where(nats > 0, nats, -FALL * nats) for nats in found])
    told = expected.delivered & (expected.seen >= YOUNG_DAYS * context.period)
    return to_series(np.where(told, seldom, 0.0), judged.owner, len(values)).T


def first_of_event(nats: Floats) -> Floats:
    """Only hours that are more alarming than the half day before them: an event that goes on is no new one."""
    by_hour = nats.T
    before = np.zeros_like(by_hour)
    for hours in range(1, HALF_A_DAY + 1):
        np.maximum(before, later(by_hour, hours), out=before)
    return np.where(by_hour > before, by_hour, 0.0).T


def by_hour(values: Floats, dates: NDArray[np.datetime64], context: Context) -> Hours:
    """Rows gathered by the hour of their date; counts are added up (as if all rows had come), the rest averaged."""
    moment = dates.astype("datetime64[s]")
    hour = moment.astype("datetime64[h]")
    found, first = np.unique(hour, return_index=True)
    delivered = np.isfinite(values)
    rows = np.add.reduceat(delivered, first, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.add.reduceat(np.where(delivered, values, 0.0), first, axis=1) / np.where(rows > 0, rows, np.nan)
    total[context.kind == "count"] *= context.period / HOURS
    peak = np.maximum.reduceat(np.where(delivered, values, -np.inf), first, axis=1)
    last = np.append(first[1:], len(dates)) - 1
    step = np.timedelta64(round(86_400 / context.period), "s")
    whole = (moment[last] + step).astype("datetime64[h]") > hour[last]
    end = np.where(whole, last, np.where(last + 1 < len(dates), last + 1, -1))
    series = len(values)
    hourly = replace(
        context,
        period=HOURS,
        holiday=np.logical_or.reduceat(context.holiday, first),
        promo=np.logical_or.reduceat(context.promo, first, axis=1),
        completeness=np.ones((series, 1)),
    )
    return Hours(total, np.where(np.isfinite(peak), peak, np.nan), found, end, hourly)
