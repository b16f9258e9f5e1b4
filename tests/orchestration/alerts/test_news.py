"""Only news are told: what opened, worsened or closed, the most severe first, within a budget, and none is lost."""

from dataclasses import replace
from datetime import timedelta

from orchestration.alarms.alarm import Alarm
from orchestration.alarms.standing import Standing
from orchestration.alerts.news import News, Told, after, news
from orchestration.alerts.routes import Route
from tests.orchestration.alarms.nights import FIRST, fired, live

ROUTE = Route.model_validate({"to": "json://127.0.0.1"})


def alarm(kpi: str = "clicks", severity: str = "warn", *, closed: bool = False) -> Alarm:
    (one,) = live([fired(kpi, severity=severity)])
    return replace(one, closed_on=FIRST + timedelta(days=9)) if closed else one


def standing(one: Alarm, state: str | None = None, label: str | None = None) -> Standing:
    return Standing(one, state or ("closed" if one.closed_on else "open"), label, "", "")


def told_of(*alarms: Alarm) -> Told:
    return {one.alarm_id: one.severity for one in alarms}


def test_an_alarm_is_news_once() -> None:
    found = [standing(alarm())]
    first = news(found, {}, ROUTE)
    assert [one.kpi for one in first.opened] == ["clicks"]
    assert not news(found, after(found, {}, first), ROUTE)


def test_it_is_news_again_when_it_gets_worse_and_when_it_closes() -> None:
    worse = news([standing(alarm(severity="error"))], told_of(alarm()), ROUTE)
    assert (len(worse.opened), len(worse.worsened), len(worse.closed)) == (0, 1, 0)
    found = [standing(alarm(closed=True))]
    over = news(found, told_of(alarm()), ROUTE)
    assert (len(over.opened), len(over.worsened), len(over.closed)) == (0, 0, 1)
    assert after(found, told_of(alarm()), over) == {}


def test_what_closed_before_anybody_was_told_is_no_news() -> None:
    assert not news([standing(alarm(closed=True))], {}, ROUTE)


def test_muted_acknowledged_and_false_alarms_are_no_news() -> None:
    loud = alarm(severity="error")
    for quiet in (standing(loud, "muted"), standing(loud, "acknowledged"), standing(loud, label="false")):
        assert not news([quiet], {}, ROUTE)
        assert not news([quiet], told_of(alarm()), ROUTE)


def test_below_the_routes_severity_nobody_is_told() -> None:
    loud_only = ROUTE.model_copy(update={"severity": "error"})
    found = [standing(alarm()), standing(alarm("spend", "error"))]
    said = news(found, {}, loud_only)
    assert ([one.kpi for one in said.opened], said.waiting) == (["spend"], 0)
    grown = news([standing(alarm(severity="error"))], {}, loud_only)
    assert [one.kpi for one in grown.opened] == ["clicks"]


def test_the_most_severe_come_first_and_the_rest_wait_for_the_next_night() -> None:
    two = ROUTE.model_copy(update={"budget": 2})
    found = [standing(alarm(name, "error" if name == "c" else "warn")) for name in "abcde"]
    told: Told = {}
    nights = []
    for _ in range(4):
        said: News = news(found, told, two)
        nights.append(([one.kpi for one in said.opened], said.waiting))
        told = after(found, told, said)
    assert nights[0][0][0] == "c"
    assert [waiting for _, waiting in nights] == [3, 1, 0, 0]
    assert sorted(kpi for kpis, _ in nights for kpi in kpis) == list("abcde")
