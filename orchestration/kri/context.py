"""What a warehouse knows about series beside their values; what it does not say is inferred or taken as absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orchestration.kri.panel import Floats

DAILY = 7
YOUNG_SEASONS, YOUNG_DAYS = 8, 2
"""Seasons (weeks; days within the day) a series must have been seen before anything is said of it; days of counts."""


@dataclass(frozen=True)
class Context:
    """`kind` (count, currency, ratio), `group` and `role` are one a series, `holiday` one a day, `promo` series x days,
    `completeness` series x lags: the mean share of the final value that a day of age 0, 1, 2 ... shows so far.
    `exposure` (series x days) is what a value is out of, or paid for: the sessions of which orders are a part; without
    it a value stands for itself. `has_relations` says whether groups with roles were told at all.
    """

    period: int
    kind: NDArray[np.str_]
    group: NDArray[np.int64]
    role: NDArray[np.str_]
    holiday: NDArray[np.bool_]
    promo: NDArray[np.bool_]
    completeness: Floats
    exposure: Floats | None
    has_relations: bool


def read_context(values: Floats, given: Mapping[str, Any] | None) -> Context:
    """The context of series x days. Raises ValueError where an array given does not fit the values."""
    given = given or {}
    series, days = values.shape
    period = int(given.get("period", DAILY))
    shapes: dict[str, tuple[int, ...]] = {"kind": (series,), "group": (series,), "role": (series,), "holiday": (days,)}
    shapes |= {"promo": (series, days), "exposure": (series, days)}
    for name, shape in shapes.items():
        if name in given and np.shape(given[name]) != shape:
            raise ValueError(f"context {name!r} has shape {np.shape(given[name])}; the values ask for {shape}.")
    completeness = np.asarray(given.get("completeness", np.ones((series, 1))), dtype=float)
    if completeness.ndim != 2 or len(completeness) != series:
        raise ValueError(f"context 'completeness' must be {series} series x lags, not {completeness.shape}.")
    _, group = np.unique(given.get("group", np.arange(series)), return_inverse=True)
    return Context(
        period,
        np.asarray(given["kind"], dtype=str) if "kind" in given else kind_of(values, period),
        group,
        np.asarray(given.get("role", np.full(series, "")), dtype=str),
        np.asarray(given.get("holiday", np.zeros(days)), dtype=bool),
        np.asarray(given.get("promo", np.zeros((series, days))), dtype=bool),
        np.clip(np.nan_to_num(completeness, nan=1.0), 0.01, 1.0),
        np.asarray(given["exposure"], dtype=float) if "exposure" in given else None,
        "role" in given,
    )


def kind_of(values: Floats, period: int) -> NDArray[np.str_]:
    """Counts are whole numbers, ratios lie between 0 and 1: told by the delivered rows before anything is said."""
    known = np.isfinite(values)
    rows = np.cumsum(known, axis=1)
    first = np.where(known & (rows <= young(period, True) * period), values, 0.0)
    whole = ((first == np.round(first)) & (first >= 0)).all(axis=1)
    early = np.where(known & (rows <= young(period, False) * period), values, 0.0)
    share = ((early >= 0) & (early <= 1)).all(axis=1)
    return np.where(whole, "count", np.where(share, "ratio", "currency"))


def young(period: int, counted: bool) -> int:
    """Seasons of a series in which nothing is said of it: counts that come within the day are known soonest."""
    return YOUNG_DAYS if counted and period > DAILY else YOUNG_SEASONS


def slots(dates: NDArray[np.datetime64], period: int) -> NDArray[np.int64]:
    """The place of each date in its season: the weekday of days, else the part of the day."""
    if period == DAILY:
        return (dates.astype("datetime64[D]").astype(np.int64) + 3) % DAILY
    part = 86_400 / period
    seconds = dates.astype("datetime64[s]").astype(np.int64)
    return (seconds // part).astype(np.int64) % period
