"""Days on which many series move together: what a calendar would have told, where none was given."""

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.deviation import Deviation
from orchestration.kri.expectation import Expectation

FAR = 2.5
MANY = 0.05
FEWEST_LINES = 50
"""A day is common when this part of at least so many lines is so far off to one side; by chance 1 % of them are."""


def common_days(expected: Expectation, deviation: Deviation, period: int) -> NDArray[np.bool_]:
    """One answer a day, from the day itself and the days before it; never where there are too few lines to tell."""
    known = expected.delivered & (expected.seen > 2 * period)
    count = known.sum(axis=1)
    above = (known & (deviation.normal > FAR)).sum(axis=1)
    below = (known & (deviation.normal < -FAR)).sum(axis=1)
    common: NDArray[np.bool_] = (count >= FEWEST_LINES) & (np.maximum(above, below) > MANY * count)
    return common
