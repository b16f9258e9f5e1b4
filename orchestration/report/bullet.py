"""Where a period will end, as a bar against its target; the page's template draws it."""

from dataclasses import dataclass

from orchestration.report.details import Detail, Pace

ROOM = 1.1
"""The bar is this much longer than what it shows."""


@dataclass(frozen=True)
class Bullet:
    """Places in percent of the bar. A quantity has a part that is known already; a rate has none."""

    known: float | None
    projected: float
    target: float


def bullet(pace: Pace, detail: Detail) -> Bullet | None:
    """None without a target or a projection, and where one of them is not above zero."""
    if not pace.target or not pace.projected_value or min(pace.target, pace.projected_value) <= 0:
        return None
    whole = ROOM * max(pace.target, pace.projected_value)
    known = None
    if detail.standing.additivity == "additive" and pace.value_to_date is not None:
        known = 100 * max(0.0, pace.value_to_date) / whole
    return Bullet(known, 100 * pace.projected_value / whole, 100 * pace.target / whole)
