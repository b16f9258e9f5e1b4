"""The engine as a rule: verdicts with the day, the band, since when, and a sentence, at a budget of false alarms."""

import numpy as np
import pytest

from orchestration.kri import RULES, check_parameters
from orchestration.kri.detection import detect
from tests.orchestration.kri.series import counts, panel


def states(verdicts: list) -> list[str]:
    return [verdict.state for verdict in verdicts]


def test_a_drop_is_told_with_its_day_its_band_and_how_seldom_it_comes_by_chance() -> None:
    values = counts(3)
    values[1, -1] = np.round(values[1, -1] * 0.3)
    found = detect(panel(values))
    assert states(found) == ["calm", "fired", "calm"]
    verdict = found[1]
    assert verdict.day == verdict.since == panel(values).days[-1]
    assert verdict.observed == values[1, -1]
    assert verdict.observed < verdict.low < verdict.expected < verdict.high
    assert "was expected" in verdict.reason
    assert "false alarm" in verdict.reason


def test_a_level_that_fell_is_told_against_the_weeks_before_and_since_when() -> None:
    values = counts(10, seed=2)
    values[:, -10:] = np.round(values[:, -10:] * 0.65)
    found = detect(panel(values))
    assert states(found).count("fired") >= 9
    start = panel(values).days[-10]
    late = [(verdict.since - start).astype(int) for verdict in found if verdict.since is not None]
    assert 0 <= np.median(late) <= 7
    assert sum("in the 28 days before" in verdict.reason for verdict in found) >= 7


@pytest.mark.parametrize(("better", "state"), [("higher", "calm"), ("lower", "fired")])
def test_a_move_in_the_good_direction_is_calm_but_told(better: str, state: str) -> None:
    values = counts(1)
    values[0, -1] *= 2.5
    (found,) = detect(panel(values, better=better))
    assert found.state == state
    assert "false alarm" in found.reason


def test_a_figure_that_stands_still_is_bad_whatever_is_better() -> None:
    values = counts(1)
    values[0, -5:] = values[0, -6]
    assert states(detect(panel(values, better="lower"))) == states(detect(panel(values))) == ["fired"]


def test_a_mix_is_judged_only_where_members_are_said_to_be_segments() -> None:
    total = counts(1, level=3000)[0]
    share = np.full(300, 0.45)
    share[-14:] = 0.52
    mobile = np.random.default_rng(1).binomial(total.astype(int), share).astype(float)
    parts = panel(np.stack([mobile, total - mobile]))
    assert states(detect(parts, segments=True)) == ["fired", "fired"]
    assert states(detect(parts)).count("fired") < 2
    with pytest.raises(ValueError, match="ratio"):
        detect(panel(parts.numerator, parts.numerator * 20), segments=True)


def test_a_smaller_budget_of_false_alarms_asks_for_more() -> None:
    values = counts(60, seed=3)
    values[:, -1] = np.round(values[:, -1] * np.linspace(0.5, 0.8, 60))
    fired = [states(detect(panel(values), false_alarms=budget)).count("fired") for budget in (0.01, 0.2, 5.0)]
    assert fired == sorted(fired)
    assert fired[0] < fired[2]


def test_clean_members_are_calm_and_what_is_young_or_small_is_unknown() -> None:
    assert states(detect(panel(counts(200, seed=5)))).count("fired") <= 2
    assert states(detect(panel(counts(1, days=40)))) == ["unknown"]
    assert states(detect(panel(counts(1, level=2)), minimum=30)) == ["unknown"]


def test_unsettled_days_are_not_judged() -> None:
    values = counts(1)
    values[0, -2:] *= 0.1
    assert states(detect(panel(values, unsettled=2))) == ["calm"]


def test_yaml_may_name_it_with_its_budget_alone() -> None:
    assert RULES["detect"] is detect
    check_parameters("detect", {"false_alarms": 0.1})
    check_parameters("detect", {})
    with pytest.raises(ValueError, match="false_alarms"):
        check_parameters("detect", {"sensitivity": "high"})
