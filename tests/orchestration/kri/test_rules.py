"""Each rule finds what it is named for, stays calm on clean series, and says when it cannot know."""

import numpy as np
import pytest

from orchestration.kri import RULES, check_parameters
from orchestration.kri.limits import change, gap_to_target, limit, silence
from orchestration.kri.mix import mix_shift
from orchestration.kri.panel import Floats, Panel
from orchestration.kri.saturation import saturation
from tests.orchestration.kri.series import counts, panel, states, told


def shares_of(total: Floats, share: Floats, seed: int = 1) -> Panel:
    mobile = np.random.default_rng(seed).binomial(total.astype(int), share).astype(float)
    return panel(np.stack([mobile, total - mobile]))


def test_a_share_that_moves_inside_an_unchanged_total_is_found_with_who_gained_and_lost() -> None:
    share = np.full(300, 0.45)
    share[-14:] = 0.57
    (found,) = mix_shift(shares_of(counts(1, level=3000)[0], share))
    assert found.state == "fired"
    assert found.member == "total"
    assert told(found).startswith("Share of m0: 45.")
    assert found.since == panel(counts(1)).days[-14]


def test_a_total_that_moves_is_no_shift_of_its_mix() -> None:
    total = counts(1, level=3000)[0]
    total[-14:] = np.round(total[-14:] * 0.5)
    assert states(mix_shift(shares_of(total, np.full(300, 0.45)))) == ["calm"]


def test_a_mix_is_judged_on_settled_days_as_parts_may_settle_at_their_own_pace() -> None:
    parts = shares_of(counts(1, level=3000)[0], np.full(300, 0.45))
    young = parts.numerator.copy()
    young[0, -3:] = np.round(young[0, -3:] * 0.05)
    shares = np.ones(300)
    shares[-3:] = 0.9
    assert states(mix_shift(panel(young, unsettled=3, completeness=shares))) == ["calm"]
    assert states(mix_shift(panel(young))) == ["fired"]


def test_a_steady_mix_is_calm() -> None:
    fired = 0
    for seed in range(30):
        steady = shares_of(counts(1, level=3000, seed=seed)[0], np.full(300, 0.55), seed)
        fired += mix_shift(steady)[0].state == "fired"
    assert fired == 0


def campaign(spend_rise: float, elasticity: float, seed: int = 1) -> tuple[Panel, Panel]:
    random = np.random.default_rng(seed)
    spend = 1000.0 * random.lognormal(0, 0.05, (1, 120))
    spend[:, -28:] *= 1 + spend_rise
    mean = 40 * (spend / 1000) ** elasticity
    return panel(random.poisson(mean).astype(float)), panel(spend, unit="currency")


def test_spend_that_no_longer_brings_responses_is_found_with_the_cost_of_the_next_one() -> None:
    responses, spend = campaign(1.0, 0.05)
    (found,) = saturation(responses, spend=spend)
    assert found.state == "fired"
    assert found.observed is not None
    assert found.observed > 2 * found.expected
    assert "the next one costs" in told(found)


def test_spend_that_pays_and_spend_that_did_not_rise_are_calm() -> None:
    for rise, elasticity in ((0.8, 0.9), (0.05, 0.0)):
        responses, spend = campaign(rise, elasticity)
        assert states(saturation(responses, spend=spend)) == ["calm"]


def test_young_responses_are_held_at_what_they_will_come_to_and_their_spend_at_what_it_is() -> None:
    responses, spend = campaign(0.8, 0.9)
    shares = np.ones(120)
    shares[-20:] = np.linspace(0.9, 0.3, 20)
    young = panel(np.round(responses.numerator * shares), unsettled=20, completeness=shares)
    assert states(saturation(young, spend=spend)) == ["calm"]
    responses, spend = campaign(1.0, 0.05)
    young = panel(np.round(responses.numerator * shares), unsettled=20, completeness=shares)
    assert states(saturation(young, spend=spend)) == ["fired"]


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
    assert "10.0% worse than the target of 100" in told(found[0])


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
    ("anomaly", {"sensitivity": "highest"}, "one of low, medium, high"),
    ("anomaly", {"false_alarms": 3}, "knows no false_alarms"),
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
