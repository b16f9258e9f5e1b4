"""A snapshot of what has not changed since it was taken is not taken again."""

from datetime import UTC, date, datetime, timedelta

from connectors.plan import asked, due
from connectors.source import Account, Stream, Type, Window

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = Window(NOW.date(), NOW.date())
SNAPSHOT = Stream("s", "", lambda *_: [], {"d": Type.DAY}, ("d",), kind="snapshot")
DAILY = Stream("s", "", lambda *_: [], {"d": Type.DAY}, ("d",), day="d")


def changed(ago: timedelta) -> Account:
    return Account("1", "One", changed_at=NOW - ago)


def taken(ago: timedelta) -> dict[date, datetime]:
    return {(NOW - ago).date(): NOW - ago}


def test_a_snapshot_taken_before_the_last_change_or_never_is_due() -> None:
    assert due(SNAPSHOT, changed(timedelta(days=3)), {}, NOW, 400) == [TODAY]
    assert due(SNAPSHOT, changed(timedelta(days=3)), taken(timedelta(days=4)), NOW, 400) == [TODAY]


def test_a_snapshot_taken_since_the_last_change_is_not_due() -> None:
    assert due(SNAPSHOT, changed(timedelta(days=3)), taken(timedelta(days=2)), NOW, 400) == []


def test_a_change_at_the_very_instant_of_the_last_run_is_not_missed() -> None:
    assert due(SNAPSHOT, changed(timedelta(days=2)), taken(timedelta(days=2)), NOW, 400) == [TODAY]


def test_where_the_vendor_does_not_tell_a_snapshot_is_due_every_day() -> None:
    assert due(SNAPSHOT, Account("1", "One"), taken(timedelta(hours=1)), NOW, 400) == [TODAY]


def test_whoever_asks_for_today_gets_it_even_if_nothing_changed() -> None:
    assert asked(SNAPSHOT, changed(timedelta(days=3)), TODAY, NOW) == [TODAY]


def test_days_of_a_report_are_due_no_matter_when_the_account_changed() -> None:
    assert due(DAILY, changed(timedelta(days=3)), {}, NOW, 1) == due(DAILY, Account("1", "One"), {}, NOW, 1)
