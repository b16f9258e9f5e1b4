"""Values that repeat: a pipe that delivers yesterday's figure again, or zeros."""

import numpy as np

from orchestration.kri.deviation import Deviation
from orchestration.kri.expectation import Expectation
from orchestration.kri.lines import Lines
from orchestration.kri.panel import Floats
from orchestration.kri.trailing import past

CENT = 0.01
PEAK = 0.3
"""Chance that two draws of a bell curve fall into one step, for steps of one deviation."""
DOUBT, DOUBT_DAYS = 0.3, 20.0
"""Repeats and days that stand for what is not known about a line."""
HARMLESS = 5.0
"""Nats: values repeat for more reasons than chance, so a repeat must be this much rarer than other events."""


def repeats(of: Lines, expected: Expectation, deviation: Deviation, forget: int) -> Floats:
    """Minus the log probability that so many days in a row show the same value by chance.

    How often a line repeats itself is told by its scatter (counts come in ones, money in cents) and by its own past,
    but for the last `forget` days.
    """
    values, delivered = of.values, expected.delivered
    same = np.zeros(values.shape, dtype=bool)
    same[1:] = (values[1:] == values[:-1]) & delivered[1:] & delivered[:-1]
    run, runs = np.zeros(values.shape[1]), np.zeros_like(values)
    for day in range(len(values)):
        run = np.where(same[day], run + 1, np.where(delivered[day], 0.0, run))
        runs[day] = run
    before = past(same, forget)
    days = past(delivered, forget)
    step = np.where(of.ratio, 0.0, np.where(of.counted, 1.0, CENT))
    by_scatter = PEAK * step / np.maximum(deviation.size * expected.mean, 1e-9)
    shape = 1 / expected.spread
    nothing = np.exp(-shape * np.log1p(expected.mean / shape))
    by_scatter = np.where(of.counted & (values == 0), nothing, by_scatter)
    chance = np.clip(np.maximum(by_scatter, (before + DOUBT) / (days + DOUBT_DAYS)), 1e-6, 0.95)
    return np.where(delivered, np.maximum(-runs * np.log(chance) - HARMLESS, 0.0), 0.0)
