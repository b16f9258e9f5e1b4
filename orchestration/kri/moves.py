"""The tests: a day, two days, a level that changed, a slow drift, values that repeat. Days x lines, signed, causal."""

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.context import DAILY
from orchestration.kri.deviation import Deviation
from orchestration.kri.expectation import LEVEL_SEASONS, Expectation
from orchestration.kri.lines import Lines
from orchestration.kri.panel import Floats
from orchestration.kri.trailing import later, past, trailing

SLOW, STEEP = 0.0008, 0.004
"""Relative change of a level a day that is ordinary for any line: seasons of the year, growth; the most of a line."""
SLOPE_SEASONS, SLOPE_PRIOR, SLOPE_NOISE = 4, 8, 6.0
"""Seasons over which a line's slope is measured, and that stand for what is not known; how sure it has to be."""
MEMORY, MEMORY_DAYS, MOST_MEMORY = 0.1, 60.0, 0.8
"""Part of a day's deviation that the next one shows too, usually; days that stand for that; the most that is taken."""
BOUND = 2.5
TWO_DAYS = 2.4
"""Variance of the sum of two days' deviations: one day's noise is partly the next day's."""
LEVEL_NOISE = 0.5
"""Part of a season's mean variance that a level which remembers as many days still shows."""
STILL_ON, STILL_DAYS = 0.5, 3
"""A move is lasting only while the last days show at least this part of it."""
SPEND_ROSE = 0.2
"""Rise (logarithm) of what the spend should bring from which on a response may be near saturation."""


def two_days(deviation: Deviation) -> Floats:
    """Two days in a row off to the same side."""
    normal = deviation.normal
    both = np.zeros_like(normal)
    same = np.sign(normal[1:]) == np.sign(normal[:-1])
    both[1:] = np.where(same, (normal[1:] + normal[:-1]) / np.sqrt(TWO_DAYS), 0.0)
    return both


def lasting(
    expected: Expectation, deviation: Deviation, days: int, back: int, period: int, together: Floats | float = 1.0
) -> Floats:
    """The mean of the last `days` against the level known before the last `back` days, in deviations.

    Days that holidays, promotions or missing rows make unusual are left out; the level may drift as levels do. Nothing
    is said on days of which a part is still to come.
    """
    usual = expected.usual.astype(float)
    height = usual * (expected.level + deviation.of_many * deviation.size)
    known = trailing(usual, days)
    most = np.maximum(known, 1.0)
    before = later(expected.level, back - 1)
    move = trailing(height, days) / most - before
    daily = trailing(usual * deviation.size**2, days) / most
    drift = slope(expected, period, back) * (back + 2 * period)
    noise = np.sqrt(daily * together * (1 / most + LEVEL_NOISE / (LEVEL_SEASONS * period)) + drift**2)
    recent = trailing(usual, STILL_DAYS)
    now = trailing(height, STILL_DAYS) / np.maximum(recent, 1.0) - before
    on = (known >= (days + 1) // 2) & (recent > 0) & (now * np.sign(move) >= STILL_ON * np.abs(move))
    on[: back + 2 * period] = False
    on &= ~deviation.late
    return np.where(on, move / noise, 0.0)


def persistence(normal: Floats, steady: Floats, forget: int) -> Floats:
    """Variance of a mean of many days over what it is of usual lines: 1 where days hang together as usually.

    By how much of a day's deviation the next one showed in the line's own past, but for the last `forget` days.
    """
    bounded = steady * np.clip(normal, -BOUND, BOUND)
    both = past(bounded * later(bounded, 1), forget) + MEMORY * MEMORY_DAYS
    memory = np.clip(both / (past(bounded**2, forget) + MEMORY_DAYS), 0.0, MOST_MEMORY)
    return (1 + memory) / (1 - memory) * (1 - MEMORY) / (1 + MEMORY)


def slope(expected: Expectation, period: int, forget: int) -> Floats:
    """Relative change of the level a day that is ordinary for each line: at least SLOW, more where it was in the past.

    What the noise of the days moves a level by is no slope, and steeper changes are events.
    """
    span, day = SLOPE_SEASONS * period, DAILY / period
    noise = SLOPE_NOISE * LEVEL_NOISE / (LEVEL_SEASONS * period) * (expected.spread + expected.counting)
    moved = (expected.level - later(expected.level, span)) ** 2 - noise
    known = np.zeros_like(moved)
    known[2 * span :] = 1.0
    square = past(known * np.clip(moved / span**2, 0.0, (STEEP * day) ** 2), forget)
    prior = SLOPE_PRIOR * period
    usual = (square + prior * (SLOW * day) ** 2) / (prior + past(known, forget))
    return np.maximum(np.sqrt(usual), SLOW * day)


def spend_rose(of: Lines, days: int, back: int) -> NDArray[np.bool_]:
    """Whether the spend behind a response is well above what it was `back` days before; False for other lines."""
    known = np.isfinite(of.offset)
    mean = trailing(np.where(known, of.offset, 0.0), days) / np.maximum(trailing(known.astype(float), days), 1.0)
    rose: NDArray[np.bool_] = of.is_response & (mean - later(mean, back) > SPEND_ROSE)
    rose[: days + back] = False
    return rose
