"""The dial: a ring that says at a glance how much of a KRA is on target. The page's template draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.language import ENGLISH, Language
from orchestration.report.figures import MISSING
from orchestration.report.scorecard import STATUSES, Area

AROUND = 100
GAP, LEAST = 1.5, 0.4
"""Between arcs, and the shortest arc that is drawn, in hundredths of the ring."""


@dataclass(frozen=True)
class Arc:
    """A stretch of the ring, in hundredths of it, clockwise from the top."""

    status: str
    start: float
    length: float


@dataclass(frozen=True)
class Dial:
    arcs: tuple[Arc, ...]
    inside: str
    words: str


def dial(areas: Sequence[Area], language: Language = ENGLISH) -> Dial:
    """A ring of the areas' KPIs by status; inside, how many of those with a target are on it."""
    counts = {status: sum(area.count(status) for area in areas) for status in STATUSES}
    judged = sum(counts[status] for status in ("on_target", "warning", "off_target"))
    arcs, start, whole = [], 0.0, sum(counts.values())
    for status, count in counts.items():
        if count:
            length = AROUND * count / whole
            arcs.append(Arc(status, start, length if count == whole else max(length - GAP, LEAST)))
            start += length
    said = (
        f"{count} {language.ngettext(STATUSES[status], STATUSES[status], count)}"
        for status, count in counts.items()
        if count
    )
    return Dial(
        tuple(arcs),
        f"{counts['on_target']}/{judged}" if judged else MISSING,
        ", ".join(said) or language.gettext("no KPIs"),
    )
