"""How heavy the tails of a line are, learnt from its ordinary days: degrees of freedom of Student's distribution.

Days far beyond the ordinary are few, and events are among them. So the whole shape tells, not the farthest days: how
likely the past days are under each of a few distributions, all as wide as the line. Until there is a past, most lines
are taken to be like most daily marketing figures.
"""

from math import lgamma

import numpy as np

from orchestration.kri.panel import Floats
from orchestration.kri.trailing import past

USUAL_FREEDOM = 7.0
FREEDOM = (2.5, 4.0, USUAL_FREEDOM, 15.0)
HOW_OFTEN = (0.1, 0.3, 0.4, 0.2)
"""Degrees of freedom that are weighed, and the part of daily marketing figures that have them."""
FARTHEST = 4.0
"""Deviations past which it does not matter how far a day was."""
WIDTH = (1.04, 1.2)
"""Width of a distribution whose bounded deviation is one, by one over its degrees of freedom."""
MOST = 400.0


def freedom(strength: Floats, steady: Floats, counting: Floats, forget: int) -> Floats:
    """Degrees of freedom of each line before each day, days x lines; the last `forget` days teach nothing yet.

    `strength` is in deviations. `counting` are the degrees that a day has more because it is a count: of few events
    the tails of what moves the mean hardly show.
    """
    bounded = np.clip(np.where(steady > 0, strength, 0.0), -FARTHEST, FARTHEST)
    found = [past(steady * _likelihood(bounded, own + counting), forget) for own in FREEDOM]
    weighed = np.stack([likely + np.log(often) for likely, often in zip(found, HOW_OFTEN, strict=True)])
    weight = np.exp(weighed - weighed.max(axis=0))
    heaviness: Floats = np.tensordot(1 / np.array(FREEDOM), weight / weight.sum(axis=0), 1)
    return 1 / heaviness


def _likelihood(strength: Floats, degrees: Floats) -> Floats:
    """Log density of Student's distribution that has the line's width, but for a constant."""
    width = WIDTH[0] + WIDTH[1] / degrees
    density: Floats = np.log(width) - (degrees + 1) / 2 * np.log1p((strength * width) ** 2 / degrees)
    density += np.interp(degrees, _DEGREES, _CONSTANT)
    return density


_DEGREES = np.linspace(FREEDOM[0], MOST + FREEDOM[-1], 800)
_CONSTANT = np.array([lgamma((degrees + 1) / 2) - lgamma(degrees / 2) - np.log(degrees) / 2 for degrees in _DEGREES])
