"""From surprise to false alarms a year, and back: what a budget means.

Measured on labelled series: the days that no event explains thin out as a power of their surprise, slower than the
chance computed from each line's own past, since causes nobody recorded make some of them. Both figures hold from 0.02
to 2 false alarms a series and year, with a fifth to spare.
"""

import numpy as np

from orchestration.kri.panel import Floats

FALSE_ALARMS = 0.2
"""False alarms a series and year that are accepted unless another budget is asked for."""
ONCE_A_YEAR, POWER = 6.25, 5.3
"""Nats that ordinary series reach once a year, and how fast more becomes rarer."""


def alarms_a_year(nats: Floats) -> Floats:
    """False alarms a series and year if every day at least this surprising were one; infinite where nothing was."""
    with np.errstate(divide="ignore"):
        rate: Floats = (ONCE_A_YEAR / np.maximum(nats, 0.0)) ** POWER
    return rate


def nats_of(false_alarms: float) -> float:
    """The surprise from which on a day is an alarm. Raises ValueError where the budget is not positive."""
    if not false_alarms > 0:
        raise ValueError(f"a budget of {false_alarms} false alarms a year can never be kept; give a positive one.")
    return float(ONCE_A_YEAR / false_alarms ** (1 / POWER))
