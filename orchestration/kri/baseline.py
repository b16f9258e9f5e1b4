"""What a member's days usually look like: weekday factors, level and noise, robust against the odd day.

Everything is computed from the days before `until`: a day under test is never part of its own baseline.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from orchestration.kri.panel import Floats, Panel

WEEKS = 8
LEVEL_DAYS = 21
NOISE_DAYS = 84
FEWEST_DAYS = 56
MAD_TO_SD = 1.4826


@dataclass(frozen=True)
class Baseline:
    """Per member: `factors` (members x 7), `level` and `spread` (relative robust standard deviation)."""

    factors: Floats
    level: Floats
    spread: Floats

    def expected(self, weekdays: np.ndarray) -> Floats:
        """Expected values, members x the given days."""
        expected: Floats = self.level[:, None] * self.factors[:, weekdays]
        return expected


def weekday_factors(values: Floats, weekdays: np.ndarray) -> Floats:
    """Median over the last weeks of each weekday's value over the mean of the week around it; 1 where unknown."""
    around = _centred_week(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(around > 0, values / around, np.nan)
    factors = np.ones((len(values), 7))
    for weekday in range(7):
        own = ratios[:, weekdays == weekday][:, -WEEKS:]
        if own.shape[1] >= 3:
            factors[:, weekday] = _median(own)
    factors = np.where(np.isfinite(factors) & (factors > 0.02), factors, 1.0)
    scaled: Floats = factors / factors.mean(axis=1, keepdims=True)
    return scaled


def baseline(panel: Panel, until: int) -> Baseline:
    """The baseline from the days before index `until`."""
    first = max(0, until - NOISE_DAYS - LEVEL_DAYS)
    values, weekdays = panel.values[:, first:until].copy(), panel.weekdays[first:until]
    if panel.holiday is not None:
        values[:, panel.holiday[first:until]] = np.nan
    factors = weekday_factors(values, weekdays)
    flat = values / factors[:, weekdays]
    level = _median(flat[:, -LEVEL_DAYS:])
    return Baseline(factors, level, _spread(flat))


def _spread(flat: Floats) -> Floats:
    """Robust relative deviation of each day from the median of the days before it."""
    if flat.shape[1] <= LEVEL_DAYS:
        return np.full(len(flat), np.nan)
    before = _median(sliding_window_view(flat, LEVEL_DAYS, axis=1)[:, :-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.abs(flat[:, LEVEL_DAYS:] / before - 1)
    return MAD_TO_SD * _median(deviation)


def noise_floor(panel: Panel, expected: Floats, first: int, end: int) -> Floats:
    """The least noise that counting itself makes: Poisson for counts, binomial for rates of counts."""
    if panel.denominator is not None and panel.unit == "percent":
        trials = np.maximum(panel.denominator[:, first:end], 1.0)
        rate = np.clip(expected, 0.0, 1.0)
        binomial: Floats = np.sqrt(np.maximum(rate * (1 - rate), 1e-12) / trials)
        return binomial
    if panel.denominator is None and panel.unit == "count":
        poisson: Floats = np.sqrt(np.maximum(expected, 1.0))
        return poisson
    return np.zeros_like(expected)


def deseasonalised(panel: Panel) -> Floats:
    """Daily values with the weekday taken out, from factors learnt over the whole panel; holidays are left out."""
    values = panel.values.copy()
    if panel.holiday is not None:
        values[:, panel.holiday] = np.nan
    flat: Floats = values / weekday_factors(values, panel.weekdays)[:, panel.weekdays]
    return flat


def _centred_week(values: Floats) -> Floats:
    week = np.full_like(values, np.nan)
    if values.shape[1] >= 7:
        days = sliding_window_view(values, 7, axis=1)
        delivered = np.isfinite(days).sum(axis=2)
        with np.errstate(invalid="ignore"):
            means = np.where(delivered >= 5, np.nansum(days, axis=2) / np.maximum(delivered, 1), np.nan)
        week[:, 3:-3] = means
    return week


def _median(values: Floats) -> Floats:
    """Median over the last axis, NaN left out, without a warning where there is nothing."""
    empty = ~np.isfinite(values).any(axis=-1)
    filled = np.where(np.expand_dims(empty, -1), 0.0, values)
    median: Floats = np.where(empty, np.nan, np.nanmedian(filled, axis=-1))
    return median


median = _median
