"""The life of an alarm: it opens when a KRI fires, stays the same while it goes on, and closes after some quiet nights.

Pure functions: the alarms of a night follow from those of the night before and the night's events.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from orchestration.alarms.alarm import CHRONIC, SEVERITIES, WHOLE, Alarm, Part, Watched, alarm_id
from orchestration.alarms.grouping import belongs, grouped, head, near, strength, watched
from orchestration.kri_events import Event

QUIET_NIGHTS = 7
"""Calm nights in a row after which a figure has calmed down, and an alarm may close: weekdays differ, so a week."""
UNHEARD_NIGHTS = 14
"""Nights without an answer (late data, too little volume) after which nobody waits for one any more."""


def advance(
    alarms: Iterable[Alarm], events: Sequence[Event], night: date, additivity: Mapping[str, str]
) -> list[Alarm]:
    """The alarms of the night: those that are still on, those that closed tonight, and new ones.

    `alarms` are those of the night before, `events` all that the KRIs said tonight (one night's), `additivity` is that
    of each KPI.
    """
    fired = {watched(event): event for event in events if event.state == "fired"}
    unheard = {(event.kpi, event.check, event.member) for event in events if event.state == "unknown"}
    live = [alarm for alarm in alarms if alarm.closed_on is None]
    known = {part.watched for alarm in live for part in alarm.parts}
    joining: dict[str, list[Event]] = {alarm.alarm_id: [] for alarm in live}
    opened = []
    for group in grouped([event for key, event in fired.items() if key not in known]):
        host = next((a for a in live if a.kra == group[0].kra and belongs(group, a.parts)), None)
        if host:
            joining[host.alarm_id] += group
        else:
            opened.append(_open(group, night, additivity))
    going_on = [_go_on(alarm, joining[alarm.alarm_id], fired, unheard, night, additivity) for alarm in live]
    return _side_by_side(going_on + opened)


def _side_by_side(alarms: list[Alarm]) -> list[Alarm]:
    """The alarms, each with the KPIs of other KRAs whose alarms began on the same days: their owners should talk."""
    began = [alarm for alarm in alarms if alarm.since and not alarm.closed_on]
    return [
        replace(
            alarm,
            alongside=tuple(
                sorted({other.kpi for other in began if other.kra != alarm.kra and near(other.since, alarm.since)})
                if alarm.since
                else ()
            ),
        )
        for alarm in alarms
    ]


def _open(events: list[Event], night: date, additivity: Mapping[str, str]) -> Alarm:
    first = head(events, additivity)
    return _told(
        Alarm(
            alarm_id=alarm_id(first.kra, watched(first), night),
            kra=first.kra,
            owner=first.owner,
            kri=first.kri,
            kpi=first.kpi,
            dimension=first.dimension,
            member=first.member,
            rule=first.rule,
            opened_on=night,
            since=None,
            last_fired_on=night,
            closed_on=None,
            severity="warn",
            worsened_on=None,
            nights=1,
            reason="",
            unit=first.unit,
            observed=None,
            expected=None,
            low=None,
            high=None,
            members=(),
            parts=tuple(_part(event, night) for event in events),
        ),
        events,
        first,
    )


def _go_on(
    alarm: Alarm,
    joining: list[Event],
    fired: Mapping[Watched, Event],
    unheard: set[tuple[str, str, str]],
    night: date,
    additivity: Mapping[str, str],
) -> Alarm:
    before = {part.kpi for part in alarm.parts}
    parts = [_aged(part, fired, unheard, night) for part in alarm.parts]
    parts = [part for part in parts if part.quiet < QUIET_NIGHTS and part.quiet + part.unheard < UNHEARD_NIGHTS]
    parts += [_part(event, night) for event in joining]
    if not parts:
        return replace(alarm, closed_on=night)
    alarm = replace(alarm, parts=tuple(parts))
    tonight = [fired[part.watched] for part in parts if part.watched in fired]
    if not tonight:
        return alarm
    again = replace(alarm, last_fired_on=night, nights=alarm.nights + 1)
    told = _told(again, tonight, head(tonight, additivity))
    missed_more = alarm.kri == CHRONIC and bool({event.kpi for event in joining} - before)
    return replace(told, worsened_on=night) if told.severity != alarm.severity or missed_more else told


def _aged(part: Part, fired: Mapping[Watched, Event], unheard: set[tuple[str, str, str]], night: date) -> Part:
    if part.watched in fired:
        return replace(part, last_fired_on=night, quiet=0, unheard=0)
    if {(part.kpi, part.check, part.member), (part.kpi, part.check, WHOLE)} & unheard:
        return replace(part, unheard=part.unheard + 1)
    return replace(part, quiet=part.quiet + 1)


def _part(event: Event, night: date) -> Part:
    return Part(*watched(event), kri=event.kri, since=event.since, last_fired_on=night)


def _told(alarm: Alarm, events: Sequence[Event], first: Event) -> Alarm:
    """The alarm with what tonight's events say of it."""
    began = [part.since for part in alarm.parts if part.since]
    ordered = sorted(events, key=strength)
    cut = [event for event in ordered if event.dimension == first.dimension] if first.member != WHOLE else ordered
    return replace(
        alarm,
        owner=first.owner,
        kri=first.kri,
        kpi=first.kpi,
        dimension=first.dimension,
        member=first.member,
        rule=first.rule,
        since=min(began, default=None),
        severity=max([alarm.severity, *(event.severity for event in events)], key=SEVERITIES.index),
        reason=first.reason,
        reason_fr=first.reason_fr,
        size=first.size,
        causes=first.causes,
        unit=first.unit,
        observed=first.observed,
        expected=first.expected,
        low=first.low,
        high=first.high,
        members=tuple(dict.fromkeys(event.member for event in [first, *cut] if event.member != WHOLE)),
    )
