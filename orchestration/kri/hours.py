"""Data of hours and minutes: which hours are alarming, one alarm an event.

An hour is judged by its total (with the two hours before it) and by its highest row, and both have to be seldom; of
counts that came by the hour there is only the total. A row that is clearly the highest in two weeks is one as well,
however short it was. Within a day values repeat and levels come and go, so only a sudden rise counts: a fall is mostly
a gap in delivery.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.context import YOUNG_DAYS, Context, slots, young
from orchestration.kri.deviation import deviations
from orchestration.kri.expectation import learn
from orchestration.kri.lines import lines, to_series
from orchestration.kri.moves import lasting
from orchestration.kri.panel import Floats
from orchestration.kri.surprise import surprise

HOURS = 24
COMMON, FARTHEST = 2.0, 50.0
FEW, HALF_A_DAY = 3, 12
"""Hours."""
AGREED = 1.3
"""Total and highest row seldom alike, by the mean of their nats, are that much rarer than either."""
RECORD, RECORD_DAYS, RISE, HIGHER = 7.0, 14, 1.07, 6.0
"""Nats of a record; of how many days it is one; by which factor it is above them; how fast higher ones are rarer."""
MUCH_MORE = 1.4


@dataclass(frozen=True)
class Hours:
    """Series x hours made of series x rows; `end` is the row at which an hour is complete, -1 where it never is."""

    total: Floats
    peak: Floats
    dates: NDArray[np.datetime64]
    end: NDArray[np.int64]
    context: Context


def within_day(values: Floats, dates: NDArray[np.datetime64], context: Context) -> Floats:
    """Minus the log probability of a day with such an hour, series x rows, on the row that completes the hour."""
    hours = by_hour(values, dates, context)
    nats = moments(hours.total, hours.dates, hours.context)
    if context.period > HOURS or (context.kind != "count").any():
        agreed = np.sqrt(nats * moments(hours.peak, hours.dates, hours.context, alone=True))
        counted = (context.kind == "count")[:, None]
        nats = AGREED * agreed if context.period > HOURS else np.where(counted, nats, agreed)
    found, known = np.zeros(values.shape), hours.end >= 0
    found[:, hours.end[known]] = nats[:, known]
    new = first_of_event(np.maximum(found, records(values, context.period)), context.period)
    a_day: Floats = np.maximum(new - np.log(HOURS), 0.0)
    return a_day


def moments(values: Floats, dates: NDArray[np.datetime64], context: Context, alone: bool = False) -> Floats:
    """How seldom so much in an hour is, alone or with the two before it, series x hours."""
    judged = lines(values, context)
    slot = slots(dates, context.period)
    expected = learn(judged, slot, context.period, context.holiday, np.zeros(len(dates), dtype=bool), YOUNG_DAYS)
    off = deviations(judged, expected, learn_tails=False)
    strengths = [off.normal] if alone else [off.normal, lasting(expected, off, FEW, FEW, context.period)]
    found = [surprise(strength, expected.steady, HALF_A_DAY + FEW, COMMON, FARTHEST) for strength in strengths]
    seldom = np.maximum(np.maximum.reduce(found), 0.0)
    quiet = np.where(judged.counted, young(context.period, True), young(context.period, False))
    told = expected.delivered & (expected.seen >= quiet * context.period)
    return to_series(np.where(told, seldom, 0.0), judged.owner, len(values)).T


def records(values: Floats, period: int) -> Floats:
    """Nats of each row that is clearly above all rows of the two weeks before it, which must have been delivered."""
    by_row = np.where(np.isfinite(values), values, -np.inf).T
    days = RECORD_DAYS * period
    before = highest(by_row, days)
    known = np.isfinite(before) & (np.arange(len(by_row)) >= days)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        higher = np.where(known, by_row / before, 0.0)
    return np.where(higher > RISE, RECORD + HIGHER * np.log(np.maximum(higher, 1.0)), 0.0).T


def first_of_event(nats: Floats, period: int) -> Floats:
    """Only rows more alarming than the half day before them; after a RECORD's worth, only those much more so."""
    by_row = nats.T
    before = highest(by_row, period // 2)
    return np.where((by_row > before) & ((before < RECORD) | (by_row > MUCH_MORE * before)), by_row, 0.0).T


def highest(values: Floats, rows: int) -> Floats:
    """The highest of the `rows` rows before each row; minus infinity where there was none."""
    before = np.full_like(values, -np.inf)
    before[1:] = values[:-1]
    width = 1
    while width < rows:
        step = min(width, rows - width)
        before[step:] = np.maximum(before[step:], before[:-step].copy())
        width += step
    return before


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
