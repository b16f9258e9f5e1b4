"""An alarm opens, goes on as the same one, and closes after some quiet nights."""

from datetime import timedelta

from orchestration.alarms.life import QUIET_NIGHTS, UNHEARD_NIGHTS
from tests.orchestration.alarms.nights import FIRST, fired, live, night

SINCE = FIRST - timedelta(days=1)


def test_a_kri_that_fires_opens_an_alarm_for_the_owner_of_its_kra() -> None:
    (alarm,) = live([fired(reason="It fell.", since=SINCE, observed=60.0, expected=100.0, severity="error")])
    assert (alarm.kra, alarm.owner, alarm.kri, alarm.kpi, alarm.member) == (
        *("organic_search", "SEO expert", "drop"),
        *("clicks", "total"),
    )
    assert (alarm.opened_on, alarm.last_fired_on, alarm.closed_on, alarm.since) == (FIRST, FIRST, None, SINCE)
    assert (alarm.severity, alarm.nights, alarm.reason, alarm.observed) == ("error", 1, "It fell.", 60.0)


def test_while_it_goes_on_it_is_the_same_alarm_with_the_newest_words() -> None:
    (first,) = live([fired(since=SINCE, reason="It fell.")])
    (later,) = live([fired(since=SINCE)], [fired(since=SINCE)], [fired(since=SINCE, reason="It fell deeper.")])
    assert later.alarm_id == first.alarm_id
    assert (later.opened_on, later.last_fired_on, later.nights) == (FIRST, night(2), 3)
    assert later.reason == "It fell deeper."


def test_calm_unknown_and_silent_nights_open_nothing() -> None:
    assert live([fired(state="calm"), fired("spend", state="unknown")], []) == []


def test_it_survives_fewer_quiet_nights_than_the_cool_down() -> None:
    calm = [fired(state="calm")]
    (alarm,) = live([fired()], *[calm] * (QUIET_NIGHTS - 1), [fired()])
    assert (alarm.opened_on, alarm.nights, alarm.closed_on) == (FIRST, 2, None)


def test_quiet_nights_are_counted_anew_when_it_fires_again() -> None:
    calm = [[fired(state="calm")]] * (QUIET_NIGHTS - 1)
    (alarm,) = live([fired()], *calm, [fired()], *calm)
    assert alarm.closed_on is None


def test_it_closes_after_the_cool_down_and_is_gone_the_night_after() -> None:
    calm = [fired(state="calm")]
    (closed,) = live([fired()], *[calm] * QUIET_NIGHTS)
    assert (closed.closed_on, closed.last_fired_on) == (night(QUIET_NIGHTS), FIRST)
    assert live([fired()], *[calm] * (QUIET_NIGHTS + 1)) == []


def test_what_fires_after_it_was_closed_is_another_alarm() -> None:
    (before,) = live([fired()])
    (after,) = live([fired()], *[[fired(state="calm")]] * (QUIET_NIGHTS + 1), [fired()])
    assert after.alarm_id != before.alarm_id
    assert after.opened_on == night(QUIET_NIGHTS + 2)


def test_a_kri_that_is_no_longer_declared_closes_its_alarm() -> None:
    (closed,) = live([fired()], *[[]] * QUIET_NIGHTS)
    assert closed.closed_on == night(QUIET_NIGHTS)


def test_late_data_do_not_close_an_alarm_but_nobody_waits_for_ever() -> None:
    unknown = [fired(state="unknown")]
    (waiting,) = live([fired()], *[unknown] * (UNHEARD_NIGHTS - 1))
    assert waiting.closed_on is None
    (closed,) = live([fired()], *[unknown] * UNHEARD_NIGHTS)
    assert closed.closed_on == night(UNHEARD_NIGHTS)


def test_its_severity_is_the_worst_so_far_and_it_is_known_since_when() -> None:
    (worse,) = live([fired()], [fired(severity="error")], [fired()])
    assert (worse.severity, worse.worsened_on) == ("error", night(1))
    (same,) = live([fired()], [fired()])
    assert (same.severity, same.worsened_on) == ("warn", None)


def test_a_member_that_joins_the_event_a_night_later_joins_its_alarm() -> None:
    one, two = fired("cpc", "EU", since=FIRST), fired("cpc", "UK", since=FIRST + timedelta(days=1))
    (alarm,) = live([one], [one, two])
    assert alarm.opened_on == FIRST
    assert set(alarm.members) == {"EU", "UK"}


def test_an_alarm_does_not_grow_from_day_to_day_into_other_events() -> None:
    nights = [
        [fired("cpc", f"campaign {day}", since=FIRST + timedelta(days=day)) for day in range(number + 1)]
        for number in range(9)
    ]
    alarms = live(*nights)
    assert [len(alarm.parts) for alarm in alarms] == [3, 3, 3]
    assert len(live(nights[-1])) == 3


def test_the_part_that_calms_down_leaves_the_alarm_and_the_others_keep_it() -> None:
    one, two = fired("cpc", "EU", since=FIRST), fired("cpc", "UK", since=FIRST)
    (alarm,) = live([one, two], *[[one]] * QUIET_NIGHTS)
    assert (alarm.members, [part.member for part in alarm.parts]) == (("EU",), ["EU"])
    assert alarm.closed_on is None


def test_the_owner_of_tonight_is_told_not_the_one_who_was_there_when_it_opened() -> None:
    (alarm,) = live([fired()], [fired(owner="New SEO expert")])
    assert alarm.owner == "New SEO expert"


def test_what_began_on_the_same_days_in_another_kra_is_named_to_both_owners() -> None:
    here = fired("clicks", since=SINCE)
    there = fired("sessions", kra="content", owner="Content manager", since=SINCE)
    later = fired("revenue", kra="growth", owner="Director", since=SINCE - timedelta(days=9))
    named = {alarm.kpi: alarm.alongside for alarm in live([here, there, later])}
    assert named == {"clicks": ("sessions",), "sessions": ("clicks",), "revenue": ()}


def test_missed_targets_of_a_kra_are_one_alarm_that_another_one_makes_worse() -> None:
    missed = [fired("clicks", kri="off_target"), fired("spend", kri="off_target")]
    (alarm,) = live(missed)
    assert {part.kpi for part in alarm.parts} == {"clicks", "spend"}
    assert alarm.worsened_on is None
    (same,) = live(missed, missed)
    assert same.worsened_on is None
    (worse,) = live(missed, [*missed, fired("revenue", kri="off_target")])
    assert (worse.alarm_id, worse.worsened_on) == (alarm.alarm_id, night(1))
