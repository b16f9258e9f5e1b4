"""Where all randomness comes from: one generator for each table and calendar day, and the ways to use it day by day.

Nothing else may be random here, so that a day's truth depends neither on today nor on how many days are asked for.
"""

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[Any]


def stable_hash(text: str) -> int:
    """A number for a text that is the same in every process, unlike hash()."""
    return zlib.crc32(text.encode())


def ordinals(days: Array) -> Array:
    """Proleptic ordinals of datetime64 days, as date.toordinal() counts them."""
    return days.astype("datetime64[D]").astype(np.int64) + 719_163


def draws(seed: int, table: str, days: Array) -> Iterator[tuple[int, np.random.Generator]]:
    """Yields each day's position and its own generator."""
    key = stable_hash(table)
    for position, ordinal in enumerate(ordinals(days).tolist()):
        yield position, np.random.default_rng([seed, ordinal, key])


def dice(seed: int, table: str, days: Array, counts: Array, sides: int) -> Array:
    """Gives each of the day's `counts` things a row of `sides` uniform numbers; the days follow one another."""
    rows = [rng.random((counts[i], sides)) for i, rng in draws(seed, table, days)]
    return np.concatenate(rows) if rows else np.empty((0, sides))


def pick(options: Any, uniform: Array, weights: Any = None) -> Array:
    """Picks an option for each uniform number."""
    shares = np.ones(len(options)) if weights is None else np.asarray(weights, dtype=float)
    edges = np.cumsum(shares) / shares.sum()
    picked: Array = np.asarray(options)[np.minimum(np.searchsorted(edges, uniform, side="right"), len(options) - 1)]
    return picked


def lag(uniform: Array, mean: Any, most: Any) -> Array:
    """Exponential waiting times that never pass `most`."""
    waiting: Array = np.minimum(-np.log1p(-uniform) * mean, most)
    return waiting


def bell(u: Array, v: Array) -> Array:
    """Standard normal numbers from two uniform ones each (Box and Muller)."""
    numbers: Array = np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v)
    return numbers


def divide(total: Array, weights: Array) -> Array:
    """Splits whole numbers over the last axis by positive weights so that the parts add up exactly."""
    edges = np.cumsum(weights, axis=-1)
    parts: Array = np.diff(np.rint(edges / edges[..., -1:] * total[..., None]).astype(np.int64), prepend=0, axis=-1)
    return parts


def places(counts: Array) -> Array:
    """The place of each thing within its day, from 0, for days that follow one another."""
    order: Array = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return order


def ids(start: int, days: Array, counts: Array) -> Array:
    """Ids that say the day and the place within it, so that they never depend on where history begins."""
    return (start + np.repeat(days.astype(np.int64), counts) * 10_000 + places(counts)).astype(str).astype(object)


def by_day(days: Array, plan: pd.DataFrame, measures: dict[str, Array], keep: Array) -> pd.DataFrame:
    """Turns (day, row) grids into one table: a line for each kept cell, with its date and its row of the plan."""
    day, row = np.nonzero(keep)
    frame = plan.iloc[row].reset_index(drop=True)
    frame.insert(0, "date", days[day].astype("datetime64[ns]"))
    return frame.assign(**{name: grid[day, row] for name, grid in measures.items()})


def instants(days: Array, seconds: Array) -> pd.Series:
    """UTC timestamps for days and the seconds after their midnights; not-a-number seconds become NaT."""
    whole = np.where(np.isnan(seconds), 0, seconds).astype(np.int64)
    moments = pd.Series((days.astype("datetime64[s]") + whole).astype("datetime64[ns]")).dt.tz_localize("UTC")
    return moments.where(~np.isnan(seconds))
