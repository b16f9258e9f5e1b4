"""Days on which many series move together: what a calendar would have told, where none was given."""

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.panel import Floats

FAR = 2.5
MANY = 0.05
FEWEST_LINES = 50
"""A day is common when this part of at least so many lines is so far off to one side; by chance 1 % of them are."""


def is_common(deviations: Floats, known: NDArray[np.bool_]) -> bool:
    """Of one day's deviations, one a line, of which the `known` count; never where these are too few to tell."""
    count = int(known.sum())
    above, below = (int((known & (side * deviations > FAR)).sum()) for side in (1, -1))
    return count >= FEWEST_LINES and max(above, below) > MANY * count
