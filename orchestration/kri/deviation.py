"""How far each day lies from what was expected, in deviations of a normal distribution.

Counts scatter as counting does and a little more (negative binomial), amounts of money by a share of their size with
tails as heavy as their past shows, ratios by both, as far as their scatter tells.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.expectation import Expectation
from orchestration.kri.lines import Lines
from orchestration.kri.panel import Floats
from orchestration.kri.tails import USUAL_FREEDOM, freedom

FORGET = 12
"""Days that teach nothing about the tails yet: an event may still go on."""
OWN_SPREAD = 0.08
"""Relative noise a ratio usually has of its own; what it scatters beyond that is sampling."""
LATE, LATE_SHARE = 0.1, 0.2
"""How well the completeness of a load is known: relative deviation, and that part of what is still missing."""


@dataclass(frozen=True)
class Deviation:
    """Days x lines. `normal` is signed and near standard normal on ordinary days; `size` is one, relative.

    `of_many` is `normal` for sums of days: with the usual tails, since that many days do not stray far together.
    `late` marks days of which a part is still to come.
    """

    normal: Floats
    of_many: Floats
    size: Floats
    late: NDArray[np.bool_]


def deviations(of: Lines, expected: Expectation, learn_tails: bool = True) -> Deviation:
    """The deviation of every day; days at the end are held against the share of them that is in."""
    mean, extra, late = expected.mean, expected.known, np.zeros_like(expected.delivered)
    lags = min(of.completeness.shape[1], len(mean))
    share = of.completeness.T[:lags][::-1]
    if (share < 1).any():
        mean, extra = mean.copy(), extra.copy()
        mean[-lags:] *= share
        late[-lags:] = share < 1
        extra[-lags:] += np.where(share < 1, LATE**2 + (LATE_SHARE * (1 - share)) ** 2, 0.0)
    own = np.where(of.ratio, np.minimum(1.0, OWN_SPREAD**2 / expected.spread), 1.0)
    counting = expected.counting + (1 - own) * expected.spread
    size = np.sqrt(expected.spread + expected.counting)
    spread = own * expected.spread + extra
    part = spread / (spread + counting)
    with np.errstate(invalid="ignore"):
        strength = _strength(of.values / mean, spread, counting, part)
    of_counting = 1 / np.maximum(part, 0.05) ** 2 - 1
    strength = np.nan_to_num(np.where(expected.delivered, strength, 0.0))
    usual = _normal(strength, USUAL_FREEDOM + of_counting)
    if not learn_tails:
        return Deviation(usual, usual, size, late)
    own_tail = freedom(strength, expected.steady, of_counting, FORGET)
    return Deviation(
        _normal(strength, own_tail + of_counting),
        _normal(strength, np.maximum(own_tail, 4.5) + of_counting),
        size,
        late,
    )


def _normal(strength: Floats, tail: Floats) -> Floats:
    """What a Student deviate of `tail` degrees of freedom is as a normal one, nearly."""
    normal: Floats = np.sign(strength) * np.sqrt(tail * np.log1p(strength**2 / tail))
    return normal * (8 * tail + 1) / (8 * tail + 3)


def _strength(ratio: Floats, spread: Floats, counting: Floats, part: Floats) -> Floats:
    """Deviations of observed over expected: the transform that stabilises a negative binomial's variance.

    Of few counts that transform makes too much near zero and the plain deviation too little; their mean is close. A
    count is a step wide, so half a count is given back.
    """
    size = 1 / np.maximum(counting, 1e-9)
    step = np.where(counting > 0, np.minimum(0.5 * counting, np.abs(ratio - 1)), 0.0)
    ratio = np.maximum(ratio - np.sign(ratio - 1) * step, 0.0)
    root = np.sqrt(spread)
    stable = 2 / root * (np.arcsinh(root * np.sqrt(ratio * size + 0.375)) - np.arcsinh(root * np.sqrt(size + 0.375)))
    plain = (ratio - 1) / np.sqrt(spread + counting)
    strength: Floats = stable + (1 - part) * 0.5 * (plain - stable)
    return strength
