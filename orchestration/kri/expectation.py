"""What each day was expected to bring, learnt day by day from the days before it, for all lines at once.

A slow level, a factor for each slot of the season (weekday) and a relative spread follow each line. A day moves them by
a bounded step, so an odd day is no new normal; a level that was left for a whole season is followed fast. Holidays and
announced promotions teach nothing but how much holidays matter.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.common_days import is_common
from orchestration.kri.lines import Lines
from orchestration.kri.panel import Floats

LEVEL_SEASONS = 4.0
SLOT_VISITS = 16.0
SPREAD_SEASONS = 14.0
LEFT_SEASONS = 0.7
"""Memories: of the level, of a slot's factor, of the spread; and of the level once it was plainly left."""
BOUND = 2.5
"""Deviations that a day may at most teach."""
BOUNDED_VARIANCE = 1.12
"""What a variance of bounded deviations is short of, with the tails that daily figures have."""
MOST_TAUGHT = 4.0
"""Times its own that a spread may be taught: of few counts the scatter tells little of it."""
LEFT = 1.6
"""Mean deviation over a season (of at most 3 a day) at which the old level is given up."""
FIRST_SEASONS = 4
"""Seasons by which the level and the factors are begun."""
LEAST_SPREAD, FIRST_SPREAD = 0.015, 0.1
PROMOTION, HOLIDAY = 0.5, 0.3
"""Relative size of what a promotion may do, and of what a holiday does until the line has seen some."""


@dataclass(frozen=True)
class Expectation:
    """Days x lines, each row known before its day. `mean` is in the line's unit; `level` is a logarithm.

    Relative variances: `spread` of the line itself, `counting` of counts of this size, `known` of holidays and
    promotions. `usual` marks days that are delivered and neither; `seen` counts delivered days. `steady` is how much a
    usual day tells of how the line scatters: 1, and down to 0 while it has just left its level.
    """

    mean: Floats
    level: Floats
    spread: Floats
    counting: Floats
    known: Floats
    delivered: NDArray[np.bool_]
    usual: NDArray[np.bool_]
    steady: Floats
    seen: Floats


def learn(
    of: Lines,
    slot: NDArray[np.int64],
    period: int,
    holiday: NDArray[np.bool_],
    untold: NDArray[np.bool_],
    begun: int = FIRST_SEASONS,
) -> Expectation:
    """One pass over the days; `slot` is each day's place in the season of `period` days.

    The first `begun` seasons of a line begin it; its factors too, unless they are too few to tell. On days that are
    `untold`, nobody said which are holidays: then days on which many lines move together are.
    """
    days, count = of.values.shape
    delivered = np.isfinite(of.values) & np.isfinite(of.offset)
    values, scale = np.where(delivered, of.values, 0.0), np.exp(np.nan_to_num(of.offset))
    usual = delivered & ~of.promo & ~holiday[:, None]
    counts = of.counted | of.is_share
    level, slots = _first(np.where(usual, of.values / scale, np.nan), delivered, slot, period, begun)
    visits = np.full((period, count), 3.0)
    spread, effect = np.full(count, FIRST_SPREAD**2), np.full(count, HOLIDAY**2)
    holidays, seen, left = np.full(count, 3.0), np.full(count, 2.0), np.zeros(count)
    mean_, level_, spread_, counting_, known_, steady_, seen_ = (np.empty((days, count)) for _ in range(7))
    slow, fast, wide = 1 / (LEVEL_SEASONS * period), 1 / (LEFT_SEASONS * period), 1 / (SPREAD_SEASONS * period)
    for day in range(days):
        factor = slots[slot[day]]
        rate = np.exp(level + factor)
        mean = rate * scale[day]
        counting = counts * np.where(of.is_share, np.maximum(1 - rate, 0.0), 1.0) / np.maximum(mean, 1e-3)
        variance = counting + spread
        level_[day], spread_[day], counting_[day], mean_[day], seen_[day] = level, spread, counting, mean, seen
        here, off, deviation = delivered[day], values[day] / mean - 1, np.sqrt(variance)
        strength = off / deviation
        free = holiday[day] or (untold[day] and is_common(strength, here & (seen > begun * period)))
        known_[day] = free * effect + of.promo[day] * PROMOTION**2
        usual[day] &= not free
        taught = usual[day].astype(float)
        steady = taught * np.maximum(1 - (left / LEFT) ** 2, 0.0)
        steady_[day] = steady
        if free:
            effect = np.maximum(effect + here / (holidays + 1) * (np.minimum(off * off, 1.0) - variance - effect), 0.0)
            holidays = np.minimum(holidays + here, 10.0)
        bounded = np.clip(strength, -BOUND, BOUND)
        left = left + taught * (np.clip(strength, -3, 3) - left) / period
        gain = np.maximum(slow, 1 / seen)
        gain = np.where(np.abs(left) > LEFT, np.maximum(gain, fast), gain)
        step = taught * bounded * deviation
        level = level + gain * step
        visits[slot[day]] += taught
        slots[slot[day]] = factor + step / np.minimum(visits[slot[day]], SLOT_VISITS)
        slots -= slots.mean(axis=0)
        learnt = steady * np.maximum(wide, 1 / (seen + 8))
        growth = learnt * np.minimum(variance, MOST_TAUGHT * spread) * (bounded**2 * BOUNDED_VARIANCE - 1)
        spread = np.maximum(spread + growth, LEAST_SPREAD**2)
        seen = seen + here
    return Expectation(mean_, level_, spread_, counting_, known_, delivered, usual, steady_, seen_ - 2)


def _first(
    values: Floats, delivered: NDArray[np.bool_], slot: NDArray[np.int64], period: int, seasons: int
) -> tuple[Floats, Floats]:
    """The logarithms of a line's level and of its factor for each slot (period x lines), by its first seasons.

    Medians, so that one odd day does not matter, drawn to the mean of all; nothing is said of those days.
    """
    first = np.argmax(delivered, axis=0)
    days = first + np.arange(seasons * period)[:, None]
    early = np.take_along_axis(values, np.minimum(days, len(values) - 1), axis=0)
    early = np.where(days < len(values), early, np.nan).reshape(seasons, period, -1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        mean = np.maximum(np.nan_to_num(np.nanmean(early, axis=(0, 1)), nan=1.0), 1e-9)
        usual = np.nanmedian(early, axis=0)
    usual = (seasons * np.where(np.isfinite(usual), usual, mean) + mean) / (seasons + 1)
    logarithm = np.log(usual)
    level = logarithm.mean(axis=0)
    factors = np.take_along_axis(logarithm - level, (np.arange(period)[:, None] - slot[first]) % period, axis=0)
    return level, factors * (seasons >= FIRST_SEASONS)
