"""What is said of a risk beside its figures: its size, who moved it, what may have caused it, where to look."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orchestration.kri.panel import Floats, Panel, Verdict, as_date
from orchestration.kri.phrase import Figure, Phrase, Said, change
from orchestration.kri.risks import LOOK, SEARCH
from orchestration.language import word
from orchestration.panels import Panels
from orchestration.registry import Kpi, KriMeta

WHOLE = "total"
MOST_OF_IT = 0.5
"""The part of a move that one member must have to be named."""
BEFORE = 28
MEMBER = word("Most of it: %(member)s (%(dimension)s), %(change)s.")
MISSED, MORE = word("Since then %(size)s less than expected."), word("Since then %(size)s more than expected.")
FITS, NONE_FITS = word("Fits: %(events)s."), word("No confirmed search update fits.")


@dataclass(frozen=True)
class Explained:
    """Sentences, and the calendar's events that fit, by name."""

    said: tuple[Phrase, ...]
    causes: tuple[str, ...] = ()


def explain(panels: Panels, kpi: Kpi, kri: KriMeta, dimension: str, verdict: Verdict) -> Explained:
    """What can be added to a verdict that fired; nothing to others."""
    if verdict.state != "fired":
        return Explained(())
    since = as_date(verdict.since)
    said = [*_size(kpi, verdict), *(_driver(panels, kpi, verdict) if dimension == WHOLE and since else ())]
    events = panels.calendar_events(kpi, dimension, verdict.member, since) if since else []
    if kri.kri == SEARCH:
        events = [event for event in events if event.kind == "search_update"]
    else:
        events = [event for event in events if event.kind != "search_update"]
    if events:
        told = ", ".join(f"{event.name} ({event.starts_on} - {event.ends_on})" for event in events)
        said.append(Phrase(FITS, {"events": told}))
    elif kri.kri == SEARCH and since:
        said.append(Phrase(NONE_FITS))
    if kri.kri in LOOK:
        said.append(Phrase(LOOK[kri.kri]))
    return Explained(tuple(said), tuple(event.name for event in events))


def _size(kpi: Kpi, verdict: Verdict) -> Iterator[Phrase]:
    if verdict.size is not None and verdict.since is not None and np.isfinite(verdict.size):
        text = MISSED if verdict.size < 0 else MORE
        yield Phrase(text, {"size": Figure(abs(verdict.size), kpi.meta.unit)})


def _driver(panels: Panels, kpi: Kpi, verdict: Verdict) -> Iterator[Phrase]:
    """The member, of all dimensions, that has most of a move of the whole, when it has more than half."""
    best: tuple[float, Phrase] | None = None
    for dimension in kpi.dimensions:
        panel = panels.panel(kpi, dimension)
        if panel is None or len(panel.members) < 2 or verdict.since is None or verdict.day is None:
            continue
        first, last = (int(np.searchsorted(panel.days, day)) for day in (verdict.since, verdict.day))
        if not BEFORE <= first <= last < len(panel.days):
            continue
        moved = contributions(panel, first, last + 1)
        whole = moved.sum()
        row = int(np.argmax(moved * np.sign(whole)))
        share = float(moved[row] / whole) if whole else 0.0
        if share > MOST_OF_IT and (best is None or share > best[0]):
            now, before = (float(panel.over(*part)[row]) for part in ((first, last + 1), (first - BEFORE, first)))
            given: dict[str, Said] = {"member": panel.members[row], "dimension": dimension}
            best = share, Phrase(MEMBER, given | {"change": change(now, before)})
    if best:
        yield best[1]


def contributions(panel: Panel, first: int, end: int) -> Floats:
    """What each member added to the move of the whole: the days [first, end) against the four weeks before them.

    Exact for what is added up; of a rate, its numerator's move over the whole's denominator, less what the member's
    part of the denominator would have brought at the old rate. They add up to the whole's move.
    """
    parts = slice(first, end), slice(first - BEFORE, first)
    now, before = (np.nansum(panel.numerator[:, part], axis=1) for part in parts)
    if panel.denominator is None:
        return np.asarray(now / (end - first) - before / BEFORE)
    under, under_before = (np.nansum(panel.denominator[:, part], axis=1) for part in parts)
    rate = before.sum() / under_before.sum() if under_before.sum() else 0.0
    weight, weight_before = under.sum() or 1.0, under_before.sum() or 1.0
    return np.asarray((now - rate * under) / weight - (before - rate * under_before) / weight_before)
