"""A run pulls what is missing, what the vendor restates, and what had not settled when it was last pulled."""

from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.errors import Refused
from connectors.plan import asked, due, windows
from connectors.source import Account, Stream, Type, Window

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
TODAY = NOW.date()
ACCOUNT = Account("1", "One")


def stream(kind: str = "daily", restates: dict[int, int] | None = None, **more: int) -> Stream:
    return Stream(
        "s",
        "",
        lambda *_: [],
        {"d": Type.DAY},
        ("d",),
        kind=kind,
        day="d",
        restates=restates or {1: 3},
        **more,  # type: ignore[arg-type]
    )


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def loaded(pulled_when_this_old: int = 100, since: int = 30, but: tuple[int, ...] = ()) -> dict[date, datetime]:
    """Days `since` ago until yesterday, each pulled at a settled age or today."""
    ages = [age for age in range(1, since + 1) if age not in but]
    return {ago(age): NOW - timedelta(days=max(0, age - pulled_when_this_old)) for age in ages}


def days_due(declared: Stream, have: dict[date, datetime], history: int = 30, now: datetime = NOW) -> list[date]:
    return [day for window in due(declared, ACCOUNT, have, now, history) for day in window]


def test_the_first_run_pulls_the_whole_history_and_never_today() -> None:
    assert days_due(stream(), {}) == [ago(age) for age in range(30, 0, -1)]


def test_the_next_night_pulls_only_what_the_vendor_restates() -> None:
    assert days_due(stream(restates={1: 3}), loaded()) == [ago(3), ago(2), ago(1)]


def test_a_missing_day_is_repaired() -> None:
    assert days_due(stream(), loaded(but=(20,))) == [ago(20), ago(3), ago(2), ago(1)]


def test_a_day_pulled_while_it_could_change_is_pulled_once_more_after_a_pause() -> None:
    have = loaded() | {ago(12): NOW - timedelta(days=11)}
    assert ago(12) in days_due(stream(restates={1: 3}), have)
    assert ago(12) not in days_due(stream(restates={1: 3}), have | {ago(12): NOW - timedelta(days=2)})


def test_older_days_are_pulled_again_at_their_own_pace() -> None:
    ladder = stream(restates={1: 2, 7: 10})
    weekly = {ago(age): NOW - timedelta(days=3) for age in range(1, 31)}
    assert days_due(ladder, weekly)[-2:] == [ago(2), ago(1)]
    assert ago(9) not in days_due(ladder, weekly)
    assert ago(9) in days_due(ladder, {day: NOW - timedelta(days=7) for day in weekly})


def test_days_end_in_the_accounts_time_zone() -> None:
    auckland = Account("2", "Two", time_zone="Pacific/Auckland")
    los_angeles = Account("3", "Three", time_zone="America/Los_Angeles")
    evening = datetime(2026, 3, 10, 20, tzinfo=UTC)
    assert due(stream(), auckland, {}, evening, 5)[-1].until == date(2026, 3, 10)
    assert due(stream(), los_angeles, {}, NOW, 5)[-1].until == date(2026, 3, 8)


def test_a_snapshot_is_taken_today_only() -> None:
    assert due(stream("snapshot"), ACCOUNT, {}, NOW, 400) == [Window(TODAY, TODAY)]
    assert asked(stream("snapshot"), ACCOUNT, Window(ago(9), ago(1)), NOW) == []


def test_the_vendors_own_history_bounds_the_first_run_and_a_backfill_beyond_it_is_refused() -> None:
    short = stream(history_days=10)
    assert days_due(short, {})[0] == ago(10)
    with pytest.raises(Refused, match="keeps 10 days"):
        asked(short, ACCOUNT, Window(ago(40), ago(1)), NOW)


def test_a_backfill_is_exactly_what_was_asked_without_days_that_have_not_ended() -> None:
    assert asked(stream(), ACCOUNT, Window(ago(2), TODAY), NOW) == [Window(ago(2), ago(1))]


def test_windows_are_whole_and_no_longer_than_allowed() -> None:
    days = [ago(age) for age in (9, 8, 7, 3, 2)]
    assert windows(days, 2) == [Window(ago(9), ago(8)), Window(ago(7), ago(7)), Window(ago(3), ago(2))]
