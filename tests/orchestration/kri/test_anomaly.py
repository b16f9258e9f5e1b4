"""The rule that watches whatever left what was expected: days, levels, drifts, of counts, money and rates."""

import numpy as np
import pytest

from orchestration.kri.anomaly import anomaly
from orchestration.kri.judging import turning_point
from tests.orchestration.kri.series import counts, panel, states, told

CLEAN = 200


def test_a_sudden_drop_is_told_with_its_day_its_band_and_what_it_adds_up_to() -> None:
    values = counts(3)
    values[1, -1] = np.round(values[1, -1] * 0.3)
    found = anomaly(panel(values))
    assert states(found) == ["calm", "fired", "calm"]
    verdict = found[1]
    assert verdict.day == verdict.since == panel(values).days[-1]
    assert verdict.observed == values[1, -1]
    assert verdict.low is not None
    assert verdict.high is not None
    assert verdict.observed < verdict.low < verdict.expected < verdict.high
    assert verdict.size == pytest.approx(verdict.observed - verdict.expected)
    assert "was expected" in told(verdict)


def test_a_level_that_fell_is_told_against_the_weeks_before_and_since_when() -> None:
    values = counts(10, seed=2)
    values[:, -10:] = np.round(values[:, -10:] * 0.65)
    found = anomaly(panel(values))
    assert states(found).count("fired") >= 9
    start = panel(values).days[-10]
    began = [(verdict.since - start).astype(int) for verdict in found if verdict.since is not None]
    assert np.abs(np.median(began)) <= 1
    lasting = [verdict for verdict in found if "in the weeks before" in told(verdict)]
    assert len(lasting) >= 7
    lost = [
        verdict.size / (values[row, -10:].sum() * (1 - 1 / 0.65))
        for row, verdict in enumerate(found)
        if verdict in lasting
    ]
    assert 0.7 < np.median(lost) < 1.3


def test_a_slow_drift_is_found_within_six_weeks() -> None:
    values = counts(20, seed=4)
    values[:, -42:] = np.round(values[:, -42:] * np.linspace(1, 0.65, 42))
    assert states(anomaly(panel(values))).count("fired") >= 16


def test_one_bad_day_is_no_new_level() -> None:
    values = counts(20, seed=6)
    values[:, -5] = np.round(values[:, -5] * 0.4)
    assert states(anomaly(panel(values))).count("fired") <= 1


def test_a_quiet_sunday_is_no_anomaly() -> None:
    values = counts(1, days=301)
    assert panel(values).days[-1].astype(object).weekday() == 6
    assert values[0, -1] < 0.75 * values[0, -4]
    assert states(anomaly(panel(values))) == ["calm"]


def test_a_holiday_and_a_promotion_are_no_news() -> None:
    values = counts(1)
    values[0, -1] = np.round(values[0, -1] * 0.45)
    marked = np.zeros(values.shape, dtype=bool)
    marked[0, -1] = True
    assert states(anomaly(panel(values))) == ["fired"]
    assert states(anomaly(panel(values, holiday=marked[0]))) == ["calm"]
    assert states(anomaly(panel(values, planned=marked))) == ["calm"]


@pytest.mark.parametrize(("better", "factor", "state"), [
    ("higher", 0.4, "fired"), ("higher", 2.5, "calm"), ("lower", 0.4, "calm"), ("lower", 2.5, "fired"),
])  # fmt: skip
def test_only_moves_in_the_bad_direction_fire(better: str, factor: float, state: str) -> None:
    values = counts(1)
    values[0, -1] = np.round(values[0, -1] * factor)
    assert states(anomaly(panel(values, better=better))) == [state]


def test_a_figure_that_stands_still_is_bad_whatever_is_better() -> None:
    values = counts(1)
    values[0, -5:] = values[0, -6]
    found = anomaly(panel(values, better="lower")) + anomaly(panel(values))
    assert states(found) == ["fired", "fired"]
    assert "stands still" in told(found[0])


def test_a_rate_is_judged_by_how_much_it_rests_on() -> None:
    sessions = np.full((2, 300), 5000.0)
    sessions[1] = 40
    orders = np.random.default_rng(3).binomial(sessions.astype(int), 0.03).astype(float)
    orders[:, -1] = np.floor(sessions[:, -1] * 0.012)
    assert states(anomaly(panel(orders, sessions))) == ["fired", "calm"]


def test_a_rate_near_one_is_judged_by_what_is_missing() -> None:
    ratings = np.full((2, 300), 200.0)
    good = np.random.default_rng(3).binomial(ratings.astype(int), 0.96).astype(float)
    good[0, -1] = 160
    found = anomaly(panel(good, ratings), warn=0.05)
    assert states(found) == ["fired", "calm"]
    assert found[0].observed == 0.8
    assert 0.94 < found[0].expected < 0.98
    assert found[0].low is not None
    assert 0.8 < found[0].low < found[0].expected


def test_a_cost_is_judged_at_the_volume_that_it_was_paid_for() -> None:
    clicks = counts(2, level=300)
    spend = clicks * 0.8 * np.random.default_rng(1).lognormal(0, 0.05, clicks.shape)
    clicks[:, -1] = np.round(clicks[:, -1] * 0.3)
    spend[0, -1] = clicks[0, -1] * 0.8
    found = anomaly(panel(spend, clicks, unit="currency", better="lower"))
    assert states(found) == ["calm", "fired"]


def test_young_days_are_held_against_what_days_of_their_age_show() -> None:
    final = counts(2)
    values = final.copy()
    values[:, -2:] = np.round(values[:, -2:] * [0.8, 0.5])
    values[1, -2:] = np.round(values[1, -2:] * 0.3)
    shares = np.ones(values.shape[1])
    shares[-2:] = [0.8, 0.5]
    assert states(anomaly(panel(values, unsettled=2))) == ["calm", "calm"]
    found = anomaly(panel(values, unsettled=2, completeness=shares))
    assert states(found) == ["calm", "fired"]
    assert found[1].day is not None
    place = int((found[1].day - panel(values).days[0]).astype(int))
    assert place >= 298
    assert found[1].expected == pytest.approx(final[1, place] * shares[place], rel=0.15)


def test_a_level_that_fell_is_found_though_the_last_days_are_never_all_in() -> None:
    values = counts(4, seed=2)
    shares = np.ones(values.shape[1])
    shares[-10:] = np.linspace(0.95, 0.5, 10)
    values[:, -25:] = values[:, -25:] * 0.65
    values = np.round(values * shares)
    found = anomaly(panel(values, unsettled=10, completeness=shares))
    assert states(found).count("fired") == 4
    lasting = [verdict for verdict in found if "in the weeks before" in told(verdict)]
    assert lasting
    assert all(verdict.day <= panel(values).days[-11] for verdict in lasting)


def test_days_of_an_age_that_nobody_knows_are_not_judged() -> None:
    values = counts(1)
    values[0, -2:] *= 0.1
    shares = np.ones(values.shape[1])
    shares[-2:] = np.nan
    assert states(anomaly(panel(values, unsettled=2, completeness=shares))) == ["calm"]


def test_a_move_too_small_to_act_on_is_calm() -> None:
    values = counts(1, level=1e6, noise=0.005)
    values[0, -1] = np.round(values[0, -1] * 0.8)
    assert states(anomaly(panel(values))) == ["fired"]
    assert states(anomaly(panel(values), warn=0.3)) == ["calm"]


@pytest.mark.parametrize(("left", "severity"), [(0.75, "warn"), (0.5, "error")])
def test_a_move_is_severe_from_the_size_on_that_the_declaration_says(left: float, severity: str) -> None:
    values = counts(1, level=1e5, noise=0.02)
    values[0, -1] = np.round(values[0, -1] * left)
    (found,) = anomaly(panel(values), fail=0.4)
    assert (found.state, found.severity) == ("fired", severity)


def test_fewer_accepted_false_alarms_and_less_sensitivity_ask_for_more() -> None:
    values = counts(60, seed=3)
    values[:, -1] = np.round(values[:, -1] * np.linspace(0.2, 0.7, 60))
    fired = [states(anomaly(panel(values), false_alarms=budget)).count("fired") for budget in (0.01, 0.2, 5.0)]
    assert fired == sorted(fired)
    assert fired[0] < fired[2]
    levels = [states(anomaly(panel(values), sensitivity=level)).count("fired") for level in ("low", "medium", "high")]
    assert levels == sorted(levels)
    assert levels[0] < levels[2]


def test_clean_members_are_calm_and_what_is_young_or_small_is_unknown() -> None:
    assert states(anomaly(panel(counts(CLEAN, seed=5)))).count("fired") <= CLEAN * 0.01
    assert states(anomaly(panel(counts(1, days=40)))) == ["unknown"]
    assert states(anomaly(panel(counts(1, level=2)), minimum=30)) == ["unknown"]


@pytest.mark.parametrize("place", [3, 20, 52])
def test_the_turning_point_is_where_two_levels_meet(place: int) -> None:
    flat = np.ones(200)
    flat[200 - 56 + place :] = 0.6
    flat[[150, 199]] = np.nan
    assert turning_point(flat, 200) == 200 - 56 + place
