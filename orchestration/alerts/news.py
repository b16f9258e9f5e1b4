"""What is news to an address: alarms that opened, worsened or closed since it was told. Pure functions.

What an address has been told is a map from alarm to the severity it then had. It holds alarms that are still on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestration.alarms.alarm import SEVERITIES, Alarm
from orchestration.alarms.standing import Standing
from orchestration.alerts.routes import Route

Told = Mapping[str, str]


@dataclass(frozen=True)
class News:
    """`waiting` new ones are beyond the budget; they stay news until they are told or close."""

    opened: tuple[Alarm, ...] = ()
    worsened: tuple[Alarm, ...] = ()
    closed: tuple[Alarm, ...] = ()
    waiting: int = 0

    def __bool__(self) -> bool:
        return bool(self.opened or self.worsened or self.closed)


def news(standings: Sequence[Standing], told: Told, route: Route) -> News:
    """The news for an address of the route, the most severe first."""
    due = sorted((one for one in standings if _is_due(one, told, route)), key=lambda one: one.alarm.urgency)
    chosen = [one.alarm for one in due[: route.budget]]
    return News(
        opened=tuple(alarm for alarm in chosen if alarm.alarm_id not in told),
        worsened=tuple(alarm for alarm in chosen if alarm.alarm_id in told),
        closed=tuple(one.alarm for one in standings if one.state == "closed" and one.alarm.alarm_id in told),
        waiting=len(due) - len(chosen),
    )


def after(standings: Sequence[Standing], told: Told, said: News) -> dict[str, str]:
    """What the address has been told once the news have reached it."""
    still_on = {one.alarm.alarm_id for one in standings if not one.alarm.closed_on}
    now = dict(told) | {alarm.alarm_id: alarm.severity for alarm in (*said.opened, *said.worsened)}
    return {alarm_id: severity for alarm_id, severity in now.items() if alarm_id in still_on}


def _is_due(standing: Standing, told: Told, route: Route) -> bool:
    alarm = standing.alarm
    before = told.get(alarm.alarm_id)
    if not standing.wanted or standing.state == "acknowledged" or _rank(alarm.severity) < _rank(route.severity):
        return False
    return before is None or _rank(alarm.severity) > _rank(before)


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity)
