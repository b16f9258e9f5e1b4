"""Sums by day, and the day of an instant: what every second computation is made of."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def total(frame: pd.DataFrame, numerator: str = "", denominator: str = "") -> pd.DataFrame:
    """A KPI's total: the sums of two columns by `date`, NaN where nobody knows; without names, the number of rows."""
    days = frame.groupby("date")
    counts = days.size().astype(float)
    sums = [days[name].sum(min_count=1) if name else counts for name in (numerator, denominator)]
    found = pd.DataFrame({"numerator": sums[0], "denominator": sums[1]}).astype(float)
    return found if denominator else found.assign(denominator=np.nan)


def stock(level: pd.Series) -> pd.DataFrame:
    """The total of a KPI that is not added up: its level by day."""
    return pd.DataFrame({"numerator": level.astype(float), "denominator": np.nan})


def settles_after(days: int) -> Callable[[Any], Any]:
    """Marks a computation whose last days vendors go on restating, for longer than the usual three."""

    def mark(compute: Any) -> Any:
        compute.settled_after = days
        return compute

    return mark


def day_of(moments: pd.Series, zone: str) -> pd.Series:
    """The day of each instant on a zone's calendar."""
    return moments.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
