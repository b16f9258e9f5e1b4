"""How seldom a deviation this strong is, by the line's own past: minus the log probability of a day (nats).

Beyond a common deviation, how often a line went there before and how far it then went are counted, on each side by
itself, together with a prior worth some months of a well-behaved line. A line that often bursts is not alarming when it
bursts again; one that never moved is.
"""

import math

import numpy as np

from orchestration.kri.panel import Floats
from orchestration.kri.trailing import past

COMMON = 1.5
PRIOR_DAYS, PRIOR_TIMES = 200.0, 6.0
FARTHEST = 5.0
"""What counts as past the common (deviations); what the prior is worth; the most one day may teach (nats)."""


def surprise(
    strength: Floats, steady: Floats, forget: int, common: float = COMMON, farthest: float = FARTHEST
) -> Floats:
    """Nats, with the sign of `strength` (days x lines); the last `forget` days before a day are not its past.

    A day counts for as much as it is `steady`, so that an incident of many days is one and not many.
    """
    tested = past(strength != 0, forget)
    usual = 0.5 * math.erfc(common / math.sqrt(2))
    found = np.zeros_like(strength)
    for side in (1.0, -1.0):
        off = side * strength
        beyond = off > common
        excess = np.where(beyond, (off**2 - common**2) / 2, 0.0)
        times = past(beyond * steady, forget)
        far = past(np.minimum(excess, farthest) * steady, forget)
        often = (PRIOR_DAYS * usual + times) / (PRIOR_DAYS + tested)
        mean = np.maximum((PRIOR_TIMES + far) / (PRIOR_TIMES + times), 1.0)
        found = np.where(beyond, side * (excess / mean - np.log(often)), found)
    return found
