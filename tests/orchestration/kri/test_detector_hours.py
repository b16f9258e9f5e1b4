"""Rows within the day: a burst, a record and a quiet series; one alarm an event; nothing is said from later rows."""

import numpy as np
import pytest

from orchestration.kri.detector import detect
from orchestration.kri.hours import highest
from orchestration.kri.panel import Floats

PERIOD, DAYS = 96, 30
ROWS = PERIOD * DAYS
DATES = np.datetime64("2026-03-02T00:00") + np.arange(ROWS) * np.timedelta64(15, "m")
CONTEXT = {"period": PERIOD}
BURST = 20 * PERIOD + 40


def mentions(series: int = 5, level: float = 12.0, seed: int = 1) -> Floats:
    """Counts a quarter of an hour with a day in them, more scattered than counting alone."""
    random = np.random.default_rng(seed)
    day = 1 + 0.7 * np.sin(2 * np.pi * np.arange(ROWS) / PERIOD)
    return random.poisson(random.gamma(8, level * day / 8, (series, ROWS))).astype(float)


def test_a_burst_of_two_hours_is_flagged_when_its_first_hour_is_complete_and_once() -> None:
    values = mentions()
    values[:, BURST : BURST + 8] *= 8
    _, flag = detect(values, DATES, CONTEXT, false_alarms=1.0)
    assert flag[:, BURST : BURST + 4].any(axis=1).mean() >= 0.8
    assert (flag[:, BURST : BURST + PERIOD // 2].sum(axis=1) <= 2).all()


def test_a_short_peak_of_few_counts_is_a_record_and_a_lower_one_is_none() -> None:
    values = mentions(level=1.0)
    values[:, BURST], values[:, BURST + PERIOD] = 30.0, 29.0
    score, _ = detect(values, DATES, CONTEXT)
    assert (score[:, BURST] > 10 * score[:, BURST + PERIOD]).mean() >= 0.8


def test_quiet_series_have_few_alarms() -> None:
    _, flag = detect(mentions(40, seed=3), DATES, CONTEXT, false_alarms=1.0)
    assert flag.sum() / (40 * DAYS / 365.25) <= 5


def test_nothing_is_said_from_later_rows() -> None:
    values = np.vstack([mentions(3), np.exp(np.random.default_rng(2).normal(0, 0.3, (2, ROWS)))])
    values[:, BURST : BURST + 6] *= 5
    values[1, 900:930] = np.nan
    score, flag = detect(values, DATES, CONTEXT)
    for cut in (PERIOD * 3, PERIOD * 10, BURST + 3, ROWS - 5):
        early, told = detect(values[:, :cut], DATES[:cut], CONTEXT)
        assert np.array_equal(early, score[:, :cut])
        assert np.array_equal(told, flag[:, :cut])


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 48])
def test_the_highest_of_the_rows_before_is_that(rows: int) -> None:
    values = np.random.default_rng(rows).normal(size=(100, 3))
    expected = [values[max(0, row - rows) : row].max(axis=0) if row else np.full(3, -np.inf) for row in range(100)]
    assert np.array_equal(highest(values, rows), np.array(expected))
