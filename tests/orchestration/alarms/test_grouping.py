"""What moves together is one alarm, named after the level that explains most of it."""

from datetime import timedelta

from orchestration.alarms.grouping import ONSET_DAYS
from orchestration.kri_events import Event
from tests.orchestration.alarms.nights import FIRST, fired, live

BEGAN = FIRST - timedelta(days=4)


def heads(*events: Event) -> list[tuple[str, str]]:
    """The KPI and member of each alarm."""
    return sorted((alarm.kpi, alarm.member) for alarm in live(list(events)))


def test_spend_clicks_and_cost_per_click_of_one_campaign_are_one_alarm() -> None:
    spend = fired("spend", "EU", since=BEGAN, observed=300.0, expected=100.0, kri="overspend")
    clicks = fired("clicks", "EU", since=BEGAN, observed=80.0, expected=100.0)
    cost = fired("cpc", "EU", since=BEGAN + timedelta(days=1), observed=2.0, expected=1.0, kri="rise")
    (alarm,) = live([spend, clicks, cost])
    assert (alarm.kpi, alarm.member) == ("spend", "EU")
    assert {part.kpi for part in alarm.parts} == {"spend", "clicks", "cpc"}
    assert alarm.since == BEGAN


def test_other_risks_of_one_kpi_that_began_together_are_one_alarm() -> None:
    (alarm,) = live([fired(since=BEGAN, kri="slide"), fired(member="EU", since=BEGAN + timedelta(days=2))])
    assert {part.kri for part in alarm.parts} == {"slide", "drop"}


def test_events_that_began_on_other_days_are_other_alarms() -> None:
    later = BEGAN + timedelta(days=ONSET_DAYS + 1)
    assert len(live([fired("cpc", "EU", since=BEGAN), fired("cpc", "UK", since=later)])) == 2


def test_what_two_owners_answer_for_is_told_to_both() -> None:
    both = live([fired(since=BEGAN), fired("spend", since=BEGAN, kra="growth", owner="Marketing director")])
    assert {alarm.owner for alarm in both} == {"SEO expert", "Marketing director"}


def test_what_another_owner_answers_for_does_not_join_an_alarm_that_is_on() -> None:
    ours, theirs = fired(since=BEGAN), fired("spend", since=BEGAN, kra="growth", owner="Marketing director")
    assert len(live([ours], [ours, theirs])) == 2


def test_other_risks_on_other_members_of_other_kpis_do_not_go_together() -> None:
    assert len(live([fired("clicks", "EU", since=BEGAN), fired("spend", "UK", since=BEGAN, kri="rise")])) == 2


def test_the_same_risk_on_several_kpis_is_one_alarm() -> None:
    position = fired("position", "mobile", dimension="device", kri="search_algorithm_change", since=BEGAN)
    clicks = fired("clicks", "/guides", dimension="page_group", kri="search_algorithm_change", since=BEGAN)
    (alarm,) = live([position, clicks])
    assert {part.kpi for part in alarm.parts} == {"position", "clicks"}


def test_a_member_that_has_most_of_the_move_names_the_alarm() -> None:
    total = fired(since=BEGAN, observed=900.0, expected=1000.0)
    main = fired(member="EU", since=BEGAN, observed=10.0, expected=100.0)
    aside = fired(member="UK", since=BEGAN, observed=90.0, expected=100.0)
    assert heads(total, main, aside) == [("clicks", "EU")]


def test_when_all_members_move_the_total_names_the_alarm_and_they_are_listed() -> None:
    total = fired(since=BEGAN, observed=700.0, expected=1000.0)
    members = [fired(member=name, since=BEGAN, observed=150.0, expected=250.0) for name in ("EU", "UK", "US")]
    (alarm,) = live([total, *members])
    assert (alarm.dimension, alarm.member) == ("total", "total")
    assert sorted(alarm.members) == ["EU", "UK", "US"]


def test_of_two_cuts_the_one_that_points_to_fewer_names_the_alarm() -> None:
    phones = [fired(member=name, dimension="device", since=BEGAN, observed=70.0, expected=100.0) for name in "ab"]
    page = fired(member="/guides", dimension="page_group", since=BEGAN, observed=30.0, expected=90.0)
    (alarm,) = live([*phones, page])
    assert (alarm.dimension, alarm.member, alarm.members) == ("page_group", "/guides", ("/guides",))


def test_members_of_a_rate_cannot_be_added_so_several_of_them_point_to_the_total() -> None:
    total = fired("cpc", since=BEGAN, observed=1.5, expected=1.0)
    eu, uk = (fired("cpc", name, since=BEGAN, observed=seen, expected=1.0) for name, seen in (("EU", 9), ("UK", 1.2)))
    assert heads(total, eu) == [("cpc", "EU")]
    assert heads(total, eu, uk) == [("cpc", "total")]


def test_a_rule_that_cannot_tell_since_when_joins_only_the_same_risk_of_the_same_kpi() -> None:
    one, two = fired("cpc", "EU"), fired("cpc", "UK")
    other_risk, other_kpi = fired("cpc", "US", kri="off_target"), fired("spend", "FR")
    dated = fired("cpc", "EU", kri="rise", since=BEGAN)
    groups = [{(p.kpi, p.kri, p.member) for p in a.parts} for a in live([one, two, other_risk, other_kpi, dated])]
    assert sorted(map(len, groups)) == [1, 1, 1, 2]
    assert {("cpc", "drop", "EU"), ("cpc", "drop", "UK")} in groups


def test_undated_risks_of_one_member_are_one_alarm_when_they_open_together_and_not_later() -> None:
    clicks, leavers = fired("click_rate", "News", "list", kri="a"), fired("unsubscribe_rate", "News", "list", kri="b")
    assert len(live([clicks, leavers])) == 1
    assert len(live([clicks], [clicks, leavers])) == 2
    assert len(live([fired("click_rate", kri="a"), fired("unsubscribe_rate", kri="b")])) == 2


def test_a_hundred_campaigns_that_move_on_one_day_are_one_alarm() -> None:
    assert len(live([fired("cpc", f"campaign {number}", since=BEGAN) for number in range(100)])) == 1
