"""Sudden moves: the last settled days against what their weekdays usually bring."""

import numpy as np

from orchestration.kri.baseline import FEWEST_DAYS, baseline, noise_floor
from orchestration.kri.panel import Panel, State, Verdict, in_words, unknown

LEAST_EFFECT = 0.10
SIGMAS = {"low": 7.0, "medium": 5.5, "high": 4.5}
"""Deviations of a day that fire. Daily marketing figures have heavy tails: three sigmas fire every week."""


def anomaly(panel: Panel, *, sensitivity: str = "medium", days: int = 2, minimum: float = 30.0) -> list[Verdict]:
    """Whether one of the last `days` settled days, or all of them together, left their expected band on the bad side.

    Together, because a single day cannot fall by more than all of itself: that is few deviations of a noisy figure.
    `minimum` is the volume a day, on average over the last four weeks, below which the answer is unknown.
    """
    panel = panel.until_settled()
    end = len(panel.days)
    if end < FEWEST_DAYS + days:
        return unknown(panel, f"Only {end} settled days; a weekday pattern needs {FEWEST_DAYS}.")
    first = end - days
    usual = baseline(panel, first)
    observed, expected = panel.values[:, first:], usual.expected(panel.weekdays[first:])
    noise = np.maximum(usual.spread[:, None] * np.abs(expected), noise_floor(panel, expected, first, end))
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(noise > 0, (observed - expected) / noise, 0.0)
        effect = np.abs(observed / expected - 1)
    bad = -1.0 if panel.better == "higher" else 1.0
    width = SIGMAS[sensitivity] * noise
    volume = panel.volume(max(0, first - 28), first) / min(28, first)
    found = []
    for row, member in enumerate(panel.members):
        known = np.isfinite(observed[row]) & np.isfinite(expected[row])
        if not known.any() or not volume[row] >= minimum:
            found.append(Verdict(member, "unknown", "Too little volume or history to tell.", days_used=end))
            continue
        worst = int(np.nanargmax(np.where(known, bad * score[row], -np.inf)))
        together = bad * score[row, known].sum() / np.sqrt(known.sum())
        strongest = max(bad * score[row, worst], together if known.all() else 0.0)
        fired = strongest > SIGMAS[sensitivity] and effect[row, worst] > LEAST_EFFECT
        state: State = "fired" if fired and not _is_holiday(panel, first + worst) else "calm"
        value, usually = float(observed[row, worst]), float(expected[row, worst])
        low, high = usually - float(width[row, worst]), usually + float(width[row, worst])
        day = panel.days[first + worst]
        reason = (
            f"{in_words(value, panel.unit)} on {day}, where {in_words(usually, panel.unit)} is usual for that weekday "
            f"({in_words(max(low, 0.0), panel.unit)} to {in_words(high, panel.unit)})."
        )
        found.append(
            Verdict(member, state, reason, "warn", day, day, value, usually, low, high, float(score[row, worst]), end)
        )
    return found


def _is_holiday(panel: Panel, index: int) -> bool:
    return panel.holiday is not None and bool(panel.holiday[index])
