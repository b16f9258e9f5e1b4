"""The geometry of charts and bars: what is drawn is where it belongs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from orchestration.language import Language
from orchestration.report.bullet import bullet
from orchestration.report.chart import chart, ticks
from orchestration.report.details import Detail, Driver, Happening, Pace, TargetSpan
from orchestration.report.drivers import cuts
from orchestration.report.scorecard import Day, Standing

LAST = date(2026, 3, 31)
STANDING = Standing(
    "k", "K", "count", "higher", "additive", "", None, LAST, 1.0, None, None, None, None, None, None, "on_target", None
)
DAYS = tuple(Day(LAST - timedelta(days=age), 100.0, 100.0 + age, age < 3) for age in range(99, -1, -1))
DETAIL = Detail(STANDING, DAYS, (), (), (), (), {}, (), None, (), (), (), (), 3, (), None, 0)


def drawn(detail: Detail, span: int = 100):  # type: ignore[no-untyped-def]
    found = chart(detail, LAST, span, str, Language("en"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([3.0, 97.0], [0, 25, 50, 75, 100]),
        ([910.0, 990.0], [900, 920, 940, 960, 980, 1000]),
        ([0.031, 0.042], [0.03, 0.035, 0.04, 0.045]),
        ([-5.0, 5.0], [-5.0, -2.5, 0, 2.5, 5.0]),
        ([0.0, 0.0], [0, 0.25, 0.5, 0.75, 1.0]),
        ([7.0, 7.0], [6, 8]),
    ],
)
def test_ticks_are_round_and_enclose_all_levels(levels: list[float], told: list[float]) -> None:
    found = ticks(levels)
    assert found[0] <= min(levels)
    assert found[-1] >= max(levels)
    assert 2 <= len(found) <= 7
    if told[0] == found[0]:
        assert found == pytest.approx(told[: len(found)])


def test_a_line_goes_from_edge_to_edge_and_its_young_end_is_apart() -> None:
    lines = {line.kind: line.points.split() for line in drawn(DETAIL).lines}
    assert lines["week"][0].startswith("0.00,")
    assert lines["week provisional"][0] == lines["week"][-1]
    assert lines["week provisional"][-1].startswith("100.00,")
    assert len(lines["week provisional"]) == 4
    assert lines["daily provisional"][0] == lines["daily"][-1]
    assert len(lines["daily provisional"]) == 4
    assert drawn(DETAIL).unsettled == pytest.approx(100 * 96.5 / 99)


def test_a_target_is_drawn_for_the_days_for_which_it_held() -> None:
    spans = (
        TargetSpan(LAST - timedelta(days=400), LAST - timedelta(days=50), 100.0),
        TargetSpan(LAST - timedelta(days=49), LAST + timedelta(days=30), 200.0),
        TargetSpan(LAST - timedelta(days=900), LAST - timedelta(days=401), 5000.0),
    )
    targets = [line.points for line in drawn(replace(DETAIL, targets=spans)).lines if line.kind == "target"]
    places = [[float(point.split(",")[0]) for point in target.split()] for target in targets]
    assert places == [[0.0, pytest.approx(49.49, abs=0.01)], [pytest.approx(50.51, abs=0.01), 100.0]]


def test_last_year_is_drawn_where_it_is_known() -> None:
    known = tuple(replace(day, last_year=50.0) if place > 90 else day for place, day in enumerate(DAYS))
    kinds = [line.kind for line in drawn(replace(DETAIL, days=known)).lines]
    assert kinds.count("last_year") == 1
    assert "last_year" not in drawn(DETAIL).kinds


def test_events_that_are_near_each_other_stand_on_different_levels() -> None:
    near = tuple(
        Happening("promotion", str(age), LAST - timedelta(days=age), LAST - timedelta(days=age), None)
        for age in (60, 59, 58, 20)
    )
    flags = drawn(replace(DETAIL, happenings=near)).flags
    assert [(flag.number, flag.level) for flag in flags] == [(1, 0), (2, 1), (3, 2), (4, 0)]
    assert all(flag.left >= 0 and flag.left + flag.width <= 100 for flag in flags)


def test_months_are_named_where_they_begin() -> None:
    assert [mark.label for mark in drawn(DETAIL).months] == ["Jan", "Feb", "Mar"]


def test_without_a_week_there_is_nothing_to_draw() -> None:
    empty = replace(DETAIL, days=tuple(replace(day, week=None) for day in DAYS))
    assert chart(empty, LAST, 100, str, Language("en")) is None


def driver(effect: float) -> Driver:
    return Driver("a", 1, 1.0, 1.0, effect, 0.0, 0.0)


def test_bars_of_drivers_start_at_zero_and_add_up_to_the_change() -> None:
    (cut,) = cuts(replace(DETAIL, drivers={"device": [driver(-40.0), driver(30.0), driver(-10.0)]}))
    assert [(bar.start, bar.width) for bar in cut.bars] == [(0.0, 50.0), (50, 37.5), (37.5, 12.5)]
    assert cut.change == -20.0


def test_drivers_without_any_effect_are_bars_without_width() -> None:
    (cut,) = cuts(replace(DETAIL, drivers={"device": [driver(0.0)]}))
    assert [(bar.start, bar.width) for bar in cut.bars] == [(50, 0.0)]


def test_the_dimension_with_the_strongest_driver_comes_first() -> None:
    found = cuts(replace(DETAIL, drivers={"country": [driver(2.0)], "device": [driver(-9.0)]}))
    assert [cut.dimension for cut in found] == ["device", "country"]


def test_a_bar_of_a_rate_has_no_part_that_is_known_already() -> None:
    pace = Pace("month", LAST, LAST, LAST, 30.0, 110.0, 100.0, 1.1, "on_target")
    quantity = bullet(pace, DETAIL)
    rate = bullet(pace, replace(DETAIL, standing=replace(STANDING, additivity="ratio")))
    assert quantity is not None
    assert rate is not None
    assert (quantity.known, rate.known) == (pytest.approx(100 * 30 / 121), None)
    assert quantity.target < quantity.projected < 100
    assert bullet(replace(pace, target=None), DETAIL) is None
