"""Which of a night's events are one: pure functions over events.

Two events belong together when one KRA answers for both, they began on the same days, and they are the same risk, or on
the same KPI (its members, its total), or on the same member (the spend, clicks and cost per click of a campaign). Where
a rule cannot tell since when, its event joins the same risk of the same KPI, and what opens with it on its member;
missed targets of one KRA are one alarm.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from orchestration.alarms.alarm import CHRONIC, WHOLE, Part, Watched, relative
from orchestration.kri_events import Event

ONSET_DAYS = 2
"""Rules tell the day of a beginning up to a day or two."""
MOST = 0.6
"""The share of a move that one member must have to be the one that explains it."""


class Dated(Protocol):
    """An event or a part."""

    @property
    def kpi(self) -> str: ...
    @property
    def kri(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def since(self) -> date | None: ...


def watched(event: Event) -> Watched:
    return Watched(event.kpi, event.check, event.dimension, event.member)


def causes(one: Dated) -> list[tuple[str, ...]]:
    """What it may have in common with others of its KRA."""
    if one.since is None:
        return [("risk", one.kri)] if one.kri == CHRONIC else [("risk", one.kpi, one.kri)]
    return [
        ("risk", one.kri),
        ("kpi", one.kpi),
        ("member", one.dimension if one.member != WHOLE else WHOLE, one.member),
    ]


def near(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs((one - other).days) <= ONSET_DAYS


def grouped(events: Sequence[Event]) -> list[list[Event]]:
    """The events in groups that are one event each, strongest first in every group."""
    leader = list(range(len(events)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    shared: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, event in enumerate(events):
        for cause in causes(event):
            shared[event.kra, *cause].append(place)
        if event.since is None and event.member != WHOLE:
            shared[event.kra, "opens", event.dimension, event.member].append(place)
    for places in shared.values():
        places.sort(key=lambda place: events[place].since or date.min)
        first = places[0]
        for place in places[1:]:
            if near(events[first].since, events[place].since):
                leader[find(place)] = find(first)
            else:
                first = place
    groups: dict[int, list[Event]] = defaultdict(list)
    for place, event in enumerate(events):
        groups[find(place)].append(event)
    return [sorted(group, key=strength) for group in groups.values()]


def belongs(group: Iterable[Event], parts: Sequence[Part]) -> bool:
    """Whether a group of new events goes with an alarm that is still on, by the day on which that began.

    By its first day, not by that of any part: else alarms of busy times would grow into each other without end.
    """
    began = min((part.since for part in parts if part.since), default=None)
    known = {cause for part in parts for cause in causes(part)}
    return any(
        near(event.since, began if event.since else None) for event in group if not known.isdisjoint(causes(event))
    )


def strength(event: Event) -> tuple[bool, float, Watched]:
    """Sorts events, the strongest first."""
    return event.severity != "error", -relative(event.observed, event.expected), watched(event)


def head(events: Sequence[Event], additivity: Mapping[str, str]) -> Event:
    """The event of a group that explains most: a member that has most of the move, else the total, else the strongest.

    Moves of a KPI that is added up are compared in its unit. Those of rates cannot be added, so a member explains a
    rate's move when it is the only one that fired.
    """
    strongest = min(events, key=strength)
    own = [event for event in events if event.kpi == strongest.kpi]
    whole = [event for event in own if event.member == WHOLE]
    cuts: dict[str, list[Event]] = defaultdict(list)
    for event in own:
        if event.member != WHOLE:
            cuts[event.dimension].append(event)
    added = additivity.get(strongest.kpi) == "additive"
    shares = [(_share(cut, whole, added), max(cut, key=_move) if added else cut[0]) for cut in cuts.values()]
    if shares:
        share, member = max(shares, key=lambda pair: pair[0])
        if share >= MOST:
            return member
    return min(whole, key=strength) if whole else strongest


def _share(cut: Sequence[Event], whole: Sequence[Event], added: bool) -> float:
    if not added:
        return 1 / len(cut)
    largest = max(cut, key=_move)
    of_whole = max((_move(event) for event in whole if event.rule == largest.rule), default=0.0)
    everything = max(of_whole, sum(_move(event) for event in cut if event.rule == largest.rule))
    return _move(largest) / everything if everything else 1 / len(cut)


def _move(event: Event) -> float:
    return 0.0 if event.observed is None or event.expected is None else abs(event.observed - event.expected)
