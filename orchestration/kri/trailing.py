"""Sums over the days before a day, for days x lines: what makes every test causal."""

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.panel import Floats


def trailing(values: Floats, days: int) -> Floats:
    """Sums of the last `days` rows; 0 before there are as many."""
    sums = np.zeros_like(values)
    if len(values) >= days:
        total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        sums[days - 1 :] = total[days:] - total[:-days]
    return sums


def past(values: Floats | NDArray[np.bool_], forget: int) -> Floats:
    """Sums of all rows but the last `forget`."""
    return later(np.cumsum(values.astype(float), axis=0), forget)


def later(values: Floats, days: int) -> Floats:
    """Each row as it was `days` before; 0 before that."""
    if days <= 0:
        return values
    moved = np.zeros_like(values)
    moved[days:] = values[:-days]
    return moved
