"""The engine finds each kind of event in time, keeps its budget, never looks ahead, and replays what it said."""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from orchestration.kri.detector import detect, nightly
from orchestration.kri.panel import Floats

WEEK = np.array([1.15, 1.2, 1.15, 1.1, 1.0, 0.75, 0.65])
DAYS, ONSET, SERIES = 300, 220, 40
DATES = np.datetime64("2025-01-06") + np.arange(DAYS)
QUIET = {"kind": np.full(SERIES, "count"), "holiday": DATES[3] == DATES, "role": np.full(SERIES, "")}


def clean(seed: int, series: int = SERIES, level: float = 800.0) -> Floats:
    """Counts with a week, a slow wave and heavy-tailed noise."""
    random = np.random.default_rng(seed)
    day = np.arange(DAYS)
    noise = random.standard_t(6, (series, DAYS)) * 0.06
    mean = level * WEEK[day % 7] * (1 + 0.08 * np.sin(2 * np.pi * day / 365)) * np.exp(noise)
    return random.poisson(mean).astype(float)


def found(values: Floats, within: int, context: dict[str, Any] | None = None, rows: slice = slice(None)) -> float:
    """The part of the series that are flagged within so many days of the onset."""
    _, flag = detect(values, DATES, context or QUIET)
    return float(flag[rows, ONSET : ONSET + within + 1].any(axis=1).mean())


@pytest.mark.parametrize(("factor", "length", "within"), [
    (np.full(1, 2.2), 1, 0), (np.full(2, 1.7), 2, 1), (np.full(1, 0.3), 1, 0), (np.full(3, 0.6), 3, 1),
    (np.full(DAYS - ONSET, 0.75), None, 7), (np.full(DAYS - ONSET, 1.4), None, 7), (np.linspace(1, 0.65, 50), 50, 42),
], ids=["spike", "spike of two days", "drop", "drop of days", "lower level", "higher level", "drift"])  # fmt: skip
def test_a_move_is_found_in_time(factor: Floats, length: int | None, within: int) -> None:
    values = clean(1)
    end = DAYS if length is None else ONSET + length
    values[:, ONSET:end] = np.round(values[:, ONSET:end] * factor)
    assert found(values, within) >= 0.85


@pytest.mark.parametrize("value", ["the last one", "zero"])
def test_a_figure_that_is_stuck_is_found_on_its_fourth_day(value: str) -> None:
    values = clean(2)
    values[:, ONSET : ONSET + 6] = 0.0 if value == "zero" else values[:, ONSET - 1 : ONSET]
    assert found(values, 3) >= 0.95


def mixed(seed: int, moved: float) -> tuple[Floats, dict[str, Any]]:
    totals, random = clean(seed, 10, level=3000.0), np.random.default_rng(seed)
    share = np.full(DAYS, 0.4)
    share[ONSET:] += moved
    first = random.binomial(totals.astype(int), share).astype(float)
    second = random.binomial((totals - first).astype(int), 0.5).astype(float)
    values = np.stack([first, second, totals - first - second], axis=1).reshape(-1, DAYS)
    return values, {"kind": np.full(30, "count"), "group": np.repeat(np.arange(10), 3), "role": np.full(30, "segment")}


def test_a_mix_that_changes_under_an_unchanged_total_is_found() -> None:
    values, context = mixed(3, 0.08)
    assert found(values, 14, context, slice(0, None, 3)) == 1.0


def test_a_whole_that_falls_is_one_alarm_and_not_one_for_each_segment() -> None:
    values, context = mixed(4, 0.0)
    values[:, ONSET:] = np.round(values[:, ONSET:] * 0.7)
    _, flag = detect(values, DATES, context)
    flagged = flag[:, ONSET : ONSET + 8].any(axis=1).reshape(-1, 3).sum(axis=1)
    assert (flagged >= 1).mean() >= 0.9
    assert flagged.mean() <= 1.3


def paid(seed: int, elasticity: float) -> tuple[Floats, dict[str, Any]]:
    random = np.random.default_rng(seed)
    ramp = np.zeros(DAYS)
    ramp[ONSET:] = np.minimum(np.arange(DAYS - ONSET) / 40, 1) * 0.7
    steady = np.log(2000 * WEEK[np.arange(DAYS) % 7]) + random.normal(0, 0.06, (20, DAYS))
    spend = np.round(np.exp(steady + ramp), 2)
    response = random.poisson(np.exp(0.9 * steady + elasticity * ramp + random.normal(0, 0.07, (20, DAYS))) / 5)
    values = np.stack([spend, response], axis=1).reshape(-1, DAYS)
    role, kind = np.tile(["spend", "response"], 20), np.tile(["currency", "count"], 20)
    return values, {"kind": kind, "group": np.repeat(np.arange(20), 2), "role": role}


def test_a_response_that_no_longer_follows_its_spend_is_found_and_one_that_follows_is_not() -> None:
    responses = slice(1, None, 2)
    assert found(*with_within(paid(5, 0.15)), responses) >= 0.9
    assert found(*with_within(paid(5, 0.85)), responses) <= 0.1


def with_within(given: tuple[Floats, dict[str, Any]]) -> tuple[Floats, int, dict[str, Any]]:
    return given[0], 42, given[1]


def test_late_days_are_held_against_what_is_in_and_a_true_drop_among_them_is_still_found() -> None:
    values, shares = clean(6), np.array([0.25, 0.6, 0.9])
    values[:, -3:] = np.floor(values[:, -3:] * shares[::-1] * np.random.default_rng(6).normal(1, 0.03, (SERIES, 3)))
    context = QUIET | {"completeness": np.tile(shares, (SERIES, 1))}
    _, told = detect(values, DATES, context)
    _, untold = detect(values, DATES, QUIET)
    assert not told[:, -3:].any()
    assert untold[:, -3:].any(axis=1).mean() >= 0.7
    values[:, -2:] = np.floor(values[:, -2:] * 0.35)
    assert detect(values, DATES, context)[1][:, -2:].any(axis=1).mean() >= 0.9


@pytest.mark.parametrize("wrong", [0.9, 1.1])
def test_late_days_of_any_line_stay_silent_when_completeness_is_told_a_tenth_wrong(wrong: float) -> None:
    values, shares = clean(16), np.array([0.25, 0.6, 0.9])
    values[:, -8:] = np.round(values[:, -8:] * 0.85)
    values[:, -3:] = np.floor(values[:, -3:] * shares[::-1])
    _, flag = detect(values, DATES, QUIET | {"completeness": np.tile(np.minimum(shares * wrong, 1), (SERIES, 1))})
    assert not flag[:, -3:].any()


def test_an_incident_does_not_hide_the_next_one_of_its_kind() -> None:
    values = clean(18, level=50.0)
    for start, end in ((65, 100), (ONSET, DAYS)):
        values[:, start:end] = np.random.default_rng(start).poisson(2, (SERIES, end - start))
    assert found(values, 5) >= 0.95
    _, flag = detect(values, DATES, QUIET)
    assert flag[:, 65:69].any(axis=1).mean() >= 0.95


def test_nothing_said_of_a_day_changes_when_later_days_arrive() -> None:
    values, context = mixed(7, 0.08)
    values[4, 100:110] = np.nan
    values[7, :90] = np.nan
    whole, early = detect(values, DATES, context), detect(values[:, :-50], DATES[:-50], context)
    for late, before in zip(whole, early, strict=True):
        assert np.array_equal(late[:, :-50], before)


def test_the_night_says_what_the_replay_says_however_series_are_batched() -> None:
    values = clean(8)
    values[::3, -2:] *= 0.3
    score, flag = detect(values, DATES, QUIET)
    batches = [(values[i : i + 10], DATES, QUIET | {"kind": QUIET["kind"][:10], "role": QUIET["role"][:10]})
               for i in range(0, SERIES, 10)]  # fmt: skip
    night = list(nightly(batches))
    assert flag[::3, -2:].all()
    assert np.array_equal(np.vstack([flags for _, flags in night]), flag[:, -3:])
    assert np.allclose(np.vstack([scores for scores, _ in night]), score[:, -3:])


@pytest.mark.parametrize("budget", [0.1, 0.2, 1.0])
def test_clean_series_stay_within_the_budget_of_false_alarms(budget: float) -> None:
    values = np.vstack([clean(9, 300), clean(10, 100, level=30.0), clean(11, 100, level=1.5)])
    context = {"kind": np.full(500, "count"), "holiday": DATES[3] == DATES, "role": np.full(500, "")}
    _, flag = detect(values, DATES, context, false_alarms=budget)
    starts = flag[:, 1:] & ~flag[:, :-1]
    assert starts.sum() / (500 * (DAYS - 56) / 365.25) <= budget


def lines_of(kind: str, random: np.random.Generator, series: int = 400) -> Floats:
    """Series without any event whose days are unlike most: heavy tails, days that hang together, waves."""
    day, noise = np.arange(DAYS), np.zeros((series, DAYS))
    drawn = random.standard_t(3 if kind == "heavy tails" else 7, (series, DAYS)) * 0.06
    memory = 0.7 if kind == "days that hang together" else 0.2
    for each in range(1, DAYS):
        noise[:, each] = memory * noise[:, each - 1] + drawn[:, each] * np.sqrt(1 - memory**2)
    week = WEEK[day % 7] ** (2 if kind == "strong weekdays" else 1)
    height = 0.12 if kind == "waves of the year" else 0.05
    wave = height * np.sin(2 * np.pi * (day / 365 + random.uniform(0, 1, (series, 1))))
    values = random.poisson(1500 * week * np.exp(noise + wave)).astype(float)
    if kind == "missing days":
        values[random.uniform(size=values.shape) < 0.06] = np.nan
    return values


@pytest.mark.parametrize(
    ("kind", "budget"),
    [("heavy tails", 0.4), ("days that hang together", 0.2), ("strong weekdays", 0.2), ("missing days", 0.2),
     ("waves of the year", 0.4)],
)  # fmt: skip
def test_the_budget_holds_whatever_the_lines_are_like(kind: str, budget: float) -> None:
    values = lines_of(kind, np.random.default_rng(21))
    context = {"kind": np.full(len(values), "count"), "holiday": DATES[3] == DATES, "role": np.full(len(values), "")}
    _, flag = detect(values, DATES, context)
    starts = flag[:, 1:] & ~flag[:, :-1]
    assert starts.sum() / (len(values) * (DAYS - 56) / 365.25) <= budget


def test_days_on_which_everything_moves_are_no_events_where_nobody_gave_a_calendar() -> None:
    values = clean(12, 80)
    values[:, [200, 201]] = np.round(values[:, [200, 201]] * 0.55)
    _, without = detect(values, DATES)
    calendar = {"holiday": DATES[100] == DATES}
    _, told = detect(values, DATES, calendar)
    assert without[:, 200:202].any(axis=1).mean() <= 0.05
    assert told[:, 200:202].any(axis=1).mean() >= 0.9


def test_a_line_that_often_bursts_is_not_alarming_when_it_bursts_again() -> None:
    values = clean(13)
    for start in range(80, 280, 25):
        values[:, start : start + 4] *= 2.0
    _, flag = detect(values, DATES, QUIET)
    assert flag[:, 80:84].any(axis=1).mean() >= 0.9
    assert flag[:, 200:].any(axis=1).mean() <= 0.1


def test_promotions_and_holidays_that_are_known_are_no_events() -> None:
    values = clean(14)
    promo, holiday = np.zeros(values.shape, dtype=bool), np.zeros(DAYS, dtype=bool)
    promo[:, 230:235], holiday[[180, 260]] = True, True
    values[:, 230:235] *= 1.8
    values[:, [180, 260]] *= 0.6
    _, flag = detect(values, DATES, QUIET | {"promo": promo, "holiday": holiday})
    assert flag[:, 175:270].any(axis=1).mean() <= 0.05


def test_of_young_and_missing_days_nothing_is_said() -> None:
    values = clean(15)
    values[:, :150] = np.nan
    values[:, 190:] *= 0.2
    values[:, 250] = np.nan
    score, _ = detect(values, DATES, QUIET)
    assert not score[:, :206].any()
    assert not score[:, 250].any()


@pytest.mark.parametrize(("context", "told"), [
    ({"kind": np.array(["count"])}, "kind"), ({"holiday": np.zeros(3, dtype=bool)}, "holiday"),
    ({"completeness": np.ones(3)}, "completeness"),
])  # fmt: skip
def test_a_context_that_does_not_fit_is_refused_by_name(context: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        detect(clean(16), DATES, context)


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        detect(clean(17), DATES, QUIET, false_alarms=0.0)


def test_the_public_bench_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = os.environ.get("KADRAN_SHARED") or Path(__file__).parents[4] / "shared"
    folder = Path(shared) / "bench" / "kri"
    if not folder.is_dir():
        pytest.skip("the shared bench for risk rules is not beside this repository")
    monkeypatch.syspath_prepend(str(folder))
    bench, score = importlib.import_module("kri_bench.gen"), importlib.import_module("kri_bench.score")
    data = bench.generate(11, 600)
    result = score.evaluate(data, *detect(data.values, data.dates, data.context))
    for name in [module for module in sys.modules if module.startswith("kri_bench")]:
        sys.modules.pop(name)
    assert result["recall_macro"] >= 0.78
    assert result["fa_per_series_year"] <= 0.2
    assert result["at_budget"]["0.2"]["recall_macro"] >= 0.8
