"""The tests: a day, two days, a level that changed, a slow drift, values that repeat. Days x lines, signed, causal."""

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.deviation import Deviation
from orchestration.kri.expectation import LEVEL_SEASONS, Expectation
from orchestration.kri.lines import Lines
from orchestration.kri.panel import Floats

SLOW = 0.0008
"""Relative change of a level a day that is ordinary: seasons of the year, growth."""
TWO_DAYS = 2.4
"""Variance of the sum of two days' deviations: one day's noise is partly the next day's."""
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


def lasting(expected: Expectation, deviation: Deviation, days: int, back: int, period: int) -> Floats:
    """The mean of the last `days` against the level known before the last `back` days, in deviations.

    Days that holidays, promotions or missing rows make unusual are left out; the level may drift as levels do.
    """
    usual = expected.usual.astype(float)
    height = usual * (expected.level + deviation.normal * deviation.size)
    known = trailing(usual, days)
    most = np.maximum(known, 1.0)
    before = later(expected.level, back - 1)
    move = trailing(height, days) / most - before
    daily = trailing(usual * deviation.size**2, days) / most
    drift = SLOW * 7 / period * (back + 2 * period)
    noise = np.sqrt(daily * (1 / most + 0.5 / (LEVEL_SEASONS * period)) + drift**2)
    recent = trailing(usual, STILL_DAYS)
    now = trailing(height, STILL_DAYS) / np.maximum(recent, 1.0) - before
    on = (known >= (days + 1) // 2) & (recent > 0) & (now * np.sign(move) >= STILL_ON * np.abs(move))
    on[: back + 2 * period] = False
    return np.where(on, move / noise, 0.0)


def spend_rose(of: Lines, days: int, back: int) -> NDArray[np.bool_]:
    """Whether the spend behind a response is well above what it was `back` days before; False for other lines."""
    known = np.isfinite(of.offset)
    mean = trailing(np.where(known, of.offset, 0.0), days) / np.maximum(trailing(known.astype(float), days), 1.0)
    rose: NDArray[np.bool_] = of.is_response & (mean - later(mean, back) > SPEND_ROSE)
    rose[: days + back] = False
    return rose


def trailing(values: Floats, days: int) -> Floats:
    """Sums of the last `days` rows; 0 before there are as many."""
    sums = np.zeros_like(values)
    if len(values) >= days:
        total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        sums[days - 1 :] = total[days:] - total[:-days]
    return sums


def later(values: Floats, days: int) -> Floats:
    """Each row as it was `days` before; 0 before that."""
    if days <= 0:
        return values
    moved = np.zeros_like(values)
    moved[days:] = values[:-days]
    return moved
