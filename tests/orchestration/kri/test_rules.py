"""Each rule finds what it is named for, stays calm on clean series, and says when it cannot know."""

import numpy as np
import pytest

from orchestration.kri import RULES, check_parameters
from orchestration.kri.anomaly import anomaly
from orchestration.kri.limits import change, gap_to_target, limit, silence
from orchestration.kri.mix import mix_shift, saturation
from orchestration.kri.panel import Panel
from orchestration.kri.shift import level_shift
from tests.orchestration.kri.series import counts, panel

CLEAN = 200


def states(verdicts: list) -> list[str]:
    return [verdict.state for verdict in verdicts]


def test_a_sudden_drop_is_found_on_its_day_with_the_band_that_was_expected() -> None:
    values = counts(3)
    values[1, -1] *= 0.4
    found = anomaly(panel(values))
    assert states(found) == ["calm", "fired", "calm"]
    assert found[1].day == found[1].since == panel(values).days[-1]
    assert found[1].observed == values[1, -1]
    assert found[1].observed < found[1].low < found[1].expected < found[1].high
    assert "is usual for that weekday" in found[1].reason


def test_a_quiet_sunday_is_no_anomaly() -> None:
    values = counts(1, days=301)
    assert panel(values).weekdays[-1] == 6
    assert values[0, -1] < 0.75 * values[0, -4]
    assert states(anomaly(panel(values))) == ["calm"]


def test_the_tested_day_is_not_in_its_own_baseline() -> None:
    values = counts(1)
    expected = anomaly(panel(values), days=1)[0].expected
    values[0, -1] = 0
    assert anomaly(panel(values), days=1)[0].expected == expected


def test_days_that_may_still_change_are_not_judged() -> None:
    values = counts(1)
    values[0, -2:] *= 0.1
    assert states(anomaly(panel(values, unsettled=2))) == ["calm"]
    assert states(anomaly(panel(values))) == ["fired"]


@pytest.mark.parametrize(("better", "factor", "state"), [
    ("higher", 0.4, "fired"), ("higher", 2.5, "calm"), ("lower", 0.4, "calm"), ("lower", 2.5, "fired"),
])  # fmt: skip
def test_only_moves_in_the_bad_direction_fire(better: str, factor: float, state: str) -> None:
    values = counts(1)
    values[0, -1] *= factor
    assert states(anomaly(panel(values, better=better))) == [state]


@pytest.mark.parametrize("rule", [anomaly, level_shift])
def test_clean_series_are_calm(rule) -> None:
    fired = states(rule(panel(counts(CLEAN, seed=5)))).count("fired")
    assert fired <= CLEAN * 0.01


@pytest.mark.parametrize("rule", [anomaly, level_shift])
def test_tiny_counts_are_unknown_and_short_histories_too(rule) -> None:
    assert states(rule(panel(counts(1, level=2)))) == ["unknown"]
    assert states(rule(panel(counts(1, days=40)))) == ["unknown"]


def test_a_rate_is_judged_by_how_many_trials_it_rests_on() -> None:
    sessions = np.full((2, 300), 5000.0)
    sessions[1] = 40
    orders = np.random.default_rng(3).binomial(sessions.astype(int), 0.03).astype(float)
    orders[:, -1] = np.floor(sessions[:, -1] * 0.012)
    assert states(anomaly(panel(orders, sessions), minimum=30))[0] == "fired"
    assert states(anomaly(panel(orders, sessions), minimum=30))[1] == "calm"


@pytest.mark.parametrize("drop", [0.7, 0.75])
def test_a_level_that_fell_and_stayed_is_found_with_its_first_day(drop: float) -> None:
    values = counts(20, seed=2)
    values[:, -14:] *= drop
    found = level_shift(panel(values))
    assert states(found).count("fired") >= 18
    start = panel(values).days[-14]
    assert np.median([abs((verdict.since - start).astype(int)) for verdict in found if verdict.since is not None]) <= 2


def test_a_slow_drift_is_found_within_six_weeks() -> None:
    values = counts(20, seed=4)
    values[:, -42:] *= np.linspace(1, 0.65, 42)
    assert states(level_shift(panel(values))).count("fired") >= 16


def test_one_bad_day_is_no_new_level() -> None:
    values = counts(20, seed=6)
    values[:, -3] *= 0.4
    assert states(level_shift(panel(values))).count("fired") <= 1


def test_a_share_that_moves_inside_an_unchanged_total_is_found_with_who_gained_and_lost() -> None:
    total = counts(1, level=3000)[0]
    share = np.full(300, 0.45)
    share[-14:] = 0.57
    mobile = np.random.default_rng(1).binomial(total.astype(int), share).astype(float)
    (found,) = mix_shift(panel(np.stack([mobile, total - mobile])))
    assert found.state == "fired"
    assert found.member == "total"
    assert found.reason.startswith("Share of m0")


def test_a_steady_mix_is_calm() -> None:
    fired = 0
    for seed in range(30):
        total = counts(1, level=3000, seed=seed)[0]
        mobile = np.random.default_rng(seed).binomial(total.astype(int), 0.55).astype(float)
        fired += mix_shift(panel(np.stack([mobile, total - mobile])))[0].state == "fired"
    assert fired == 0


def campaign(spend_rise: float, elasticity: float, seed: int = 1) -> tuple[Panel, Panel]:
    spend = np.full((1, 120), 1000.0)
    spend[:, -28:] *= 1 + spend_rise
    mean = 40 * (spend / 1000) ** elasticity
    return panel(np.random.default_rng(seed).poisson(mean).astype(float)), panel(spend, unit="currency")


def test_spend_that_no_longer_brings_responses_is_found_with_the_cost_of_the_next_one() -> None:
    responses, spend = campaign(1.0, 0.05)
    (found,) = saturation(responses, spend=spend)
    assert found.state == "fired"
    assert found.observed > 2 * found.expected
    assert "the next one costs" in found.reason


def test_spend_that_pays_and_spend_that_did_not_rise_are_calm() -> None:
    for rise, elasticity in ((0.8, 0.9), (0.05, 0.0)):
        responses, spend = campaign(rise, elasticity)
        assert states(saturation(responses, spend=spend)) == ["calm"]


def test_a_limit_is_on_the_rate_of_the_period_and_not_on_the_mean_of_daily_rates() -> None:
    sent = np.array([[10.0] * 6 + [100_000.0]])
    complaints = np.array([[1.0] * 6 + [10.0]])
    (found,) = limit(panel(complaints, sent), warn=0.001, fail=0.003)
    assert found.state == "calm"
    assert found.observed == pytest.approx(16 / 100_060)
    complaints[0, -1] = 400
    (found,) = limit(panel(complaints, sent), warn=0.001, fail=0.003)
    assert (found.state, found.severity) == ("fired", "error")


def test_a_gap_to_the_target_counts_in_the_bad_direction_and_a_member_without_target_is_unknown() -> None:
    values = np.full((3, 60), 90.0)
    targets, warn, fail = np.array([100.0, 85.0, np.nan]), np.full(3, 0.05), np.full(3, 0.15)
    found = gap_to_target(panel(values), targets=targets, warn=warn, fail=fail)
    assert states(found) == ["fired", "calm", "unknown"]
    assert found[0].severity == "warn"
    assert "10.0% worse than the target" in found[0].reason


def test_a_change_compares_equal_periods() -> None:
    values = np.full((1, 60), 100.0)
    values[:, -28:] = 70
    (found,) = change(panel(values), warn=0.2, fail=0.4)
    assert (found.state, found.severity, round(found.score, 2)) == ("fired", "warn", -0.3)


def test_silence_is_zeros_or_no_rows_where_there_was_always_something() -> None:
    values = counts(3)
    values[0, -2:] = 0
    values[1, -2:] = np.nan
    assert states(silence(panel(values))) == ["fired", "fired", "calm"]
    assert states(silence(panel(counts(1, level=3)))) == ["unknown"]


@pytest.mark.parametrize(("rule", "given", "said"), [
    ("anomoly", {}, "there is no rule"),
    ("limit", {"warn": 1}, "needs fail"),
    ("anomaly", {"sensitivty": "high"}, "knows no sensitivty"),
    ("gap_to_target", {"targets": 3}, "knows no targets"),
])  # fmt: skip
def test_a_mistake_in_yaml_is_told_in_a_sentence(rule: str, given: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_parameters(rule, given)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_answers_unknown_on_too_little_history(rule: str) -> None:
    values = counts(2, days=5)
    extra = {
        "limit": {"warn": 1.0, "fail": 2.0},
        "change": {"warn": 0.1, "fail": 0.2},
        "gap_to_target": {"targets": np.ones(2), "warn": np.ones(2), "fail": np.ones(2)},
        "saturation": {"spend": panel(values)},
    }
    assert set(states(RULES[rule](panel(values), **extra.get(rule, {})))) == {"unknown"}
