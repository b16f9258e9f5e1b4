"""Bounds, weeks, months, epochs and waits, on the days on which they go wrong."""

import time
from datetime import UTC, date, datetime

import pytest

from connectors.source import Type, Window
from connectors.sources._days import bounds, dated, epochs, halves, months, until_midnight, until_reset, weeks, written

MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))


def test_a_day_begins_where_its_zone_says_whatever_the_season() -> None:
    since, end = bounds(Window(date(2026, 3, 29), date(2026, 3, 29)), "Europe/Paris")  # the clocks go forward
    assert (since.isoformat(), end.isoformat()) == ("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00")
    assert end.timestamp() - since.timestamp() == 23 * 3600
    assert written(since) == "2026-03-28T23:00:00Z"


def test_bounds_are_utc_unless_said_otherwise() -> None:
    assert epochs(Window(date(1970, 1, 2), date(1970, 1, 3))) == (86_400, 3 * 86_400)
    assert [written(each) for each in bounds(MARCH)] == ["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"]


def test_weeks_and_months_count_where_they_begin_and_once_they_are_over() -> None:
    assert [week.since.day for week in weeks(MARCH)] == [2, 9, 16, 23, 30]
    assert [week.since.day for week in weeks(MARCH, before=date(2026, 3, 22))] == [2, 9]
    assert months(Window(date(2026, 2, 2), date(2026, 3, 1))) == [MARCH]
    assert months(MARCH, before=date(2026, 3, 31)) == []
    assert months(MARCH, before=date(2026, 4, 1)) == [MARCH]


@pytest.mark.parametrize("last", [2, 3, 31])
def test_halves_make_the_whole(last: int) -> None:
    whole = Window(date(2026, 3, 1), date(2026, 3, last))
    first, second = halves(whole)
    assert [*first, *second] == list(whole)


def test_only_whole_numbers_in_columns_of_instants_are_taken_for_epochs() -> None:
    columns = {"at": Type.INSTANT, "run.start": Type.INSTANT, "run.end": Type.INSTANT, "count": Type.INTEGER}
    row = {"at": 0, "run": {"start": 1_000, "end": None}, "count": 5}
    told = dated(row, columns, per_second=1000)
    assert told == {
        "at": datetime(1970, 1, 1, tzinfo=UTC),
        "run": {"start": datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "end": None},
        "count": 5,
    }
    assert dated({"at": "2026-01-01T00:00:00Z", "run": None}, columns)["at"] == "2026-01-01T00:00:00Z"


def test_a_reset_is_told_in_seconds_or_as_the_moment_itself() -> None:
    assert until_reset({"reset": "30"}, "account-reset", "reset") == 30
    assert until_reset({"account-reset": "5", "reset": "30"}, "account-reset", "reset") == 5
    assert until_reset({"reset": str(int(time.time()) + 60)}, "reset") == pytest.approx(60, abs=2)
    assert until_reset({"reset": str(int(time.time()) - 60)}, "reset") == 0
    assert until_reset({"reset": "soon"}, "reset") is None
    assert until_reset({}, "reset") is None


def test_the_next_day_is_never_further_than_a_day_and_an_hour() -> None:
    assert 0 < until_midnight("America/Los_Angeles") <= 25 * 3600
